import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mergeRuns } from '../../../src/merge/merge-runs.ts';
import { METRICS } from '../../../src/metric/registry.ts';
import { concludeDirectory } from '../../../src/report/results/conclude-directory.ts';
import { assembleRun } from '../../../src/stream/files/read-run.ts';
import { readEventsFile } from '../../../src/stream/files/events-file.ts';
import { readRequestsFile } from '../../../src/stream/files/requests-file.ts';
import { RUN_FILES } from '../../../src/stream/files/run-directory.ts';
import { readSamplesFile } from '../../../src/stream/files/samples-file.ts';
import { readSurveyFile } from '../../../src/stream/files/survey-file.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { scriptedRun } from '../../runner/scripted-run.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { startHolder, HELD_BYTES } from './watched-process.ts';
import { beginRun, watcherOf } from './watched-run.ts';

/** Events that a sampler writes: those of the phase come from whichever machine sampled it. */
const OF_SAMPLER: ReadonlySet<RunEvent['kind']> = new Set([
  'target-started',
  'sampling-quality',
  'gpu-inventory',
  'not-sampled',
  'kernel-caches-found',
  'cgroup-changed',
  'oom-kill',
  'pid-reused',
]);

/** A target whose process is another one. */
class TargetOf extends ScriptedTarget {
  readonly #pid: number;

  constructor(pid: number) {
    super();
    this.#pid = pid;
  }

  override get pid(): number {
    return this.#pid;
  }
}

async function streamsOf(runDir: string) {
  const [samples, survey, requests, { events }] = await Promise.all([
    readSamplesFile(join(runDir, RUN_FILES.samples)),
    readSurveyFile(join(runDir, RUN_FILES.survey)),
    readRequestsFile(join(runDir, RUN_FILES.requests)),
    readEventsFile(join(runDir, RUN_FILES.events)),
  ]);
  return { samples, survey, requests, events };
}

/** The phase of a run as it is, and with everything that was sampled replaced by what a watching machine sampled. */
async function bothWays(runDir: string, watchedDir: string): Promise<PhaseStreams[]> {
  const [run, watched] = await Promise.all([streamsOf(runDir), streamsOf(watchedDir)]);
  const phase = 'load';
  const sampled = watched.events
    .filter(({ kind }) => OF_SAMPLER.has(kind))
    .map((event) => ('phase' in event ? { ...event, phase } : event));
  const events = [...run.events.filter(({ kind }) => !OF_SAMPLER.has(kind)), ...sampled];
  const { samples, survey } = watched;
  return [run, { ...run, samples, survey, events }].flatMap((streams) => {
    const found = assembleRun(streams).phases.find(({ name }) => name === phase);
    return found === undefined ? [] : [found];
  });
}

function measuredIn(phase: PhaseStreams): string[] {
  return METRICS.filter((metric) => metric.read(phase).kind !== 'unmeasured').map(
    ({ name }) => name,
  );
}

function largestOf(phase: PhaseStreams, name: string): number {
  const reading = METRICS.find((metric) => metric.name === name)?.read(phase);
  return reading?.kind === 'values' ? Math.max(...reading.values) : Number.NaN;
}

/** The phase of a run directory as it is reported, with the maximum of each metric. */
async function reportedMaxima(runDir: string): Promise<Map<string, number>> {
  const { results } = await concludeDirectory(runDir);
  const phase = results.phases.find(({ name }) => name === 'load');
  const measured = Object.entries(phase?.measurements ?? {});
  return new Map(measured.map(([name, { max }]) => [name, max]));
}

it('gives the merged run the memory of each phase, with its idle and cooldown windows', async () => {
  const { pid } = await startHolder();
  const watched = await beginRun(await watcherOf({ kind: 'pid', pid }, { hz: 1000 }));
  // Its target has no process on the machine of the client.
  const load = scriptedRun(() => ({}), { phase: 'load' });
  await load.runner.runTests();
  watched.finish();
  await watched.outcome;
  const out = join(temporaryFolder(), 'merged');
  const inputs = [{ path: load.runDir() }, { path: watched.runDir }];
  const { machines } = await mergeRuns(inputs, out, {});
  expect(machines).toContain('server-1');
  const alone = await reportedMaxima(load.runDir());
  const merged = await reportedMaxima(out);
  for (const name of ['memoryUsage', 'anonymousMemory']) {
    expect(alone.get(name)).toBeNaN();
    expect(merged.get(name)).toBeGreaterThan(HELD_BYTES);
  }
  // The process holds what it holds.
  expect(Math.abs(merged.get('retainedMemory') ?? Number.NaN)).toBeLessThan(2 ** 20);
});

it('has the metrics of a run that samples the same process itself', async () => {
  const { pid } = await startHolder();
  const watcher = await watcherOf({ kind: 'pid', pid }, { hz: 1000 });
  const watched = await beginRun(watcher);
  const { runner, runDir } = scriptedRun(
    () => ({}),
    { phase: 'load', sampling: { hz: 1000 } },
    { createTargets: async () => () => new TargetOf(pid) },
  );
  await runner.runTests();
  watched.finish();
  await watched.outcome;
  const [own, merged] = await bothWays(runDir(), watched.runDir);
  if (own === undefined || merged === undefined) throw new Error('no phase');
  expect(measuredIn(own)).toEqual(expect.arrayContaining(['memoryUsage', 'retainedMemory']));
  expect(measuredIn(merged)).toEqual(measuredIn(own));
  // The process holds its memory: both see the same pages.
  for (const name of ['memoryUsage', 'anonymousMemory']) {
    expect(largestOf(merged, name)).toBeGreaterThan(HELD_BYTES);
    expect(Math.abs(largestOf(merged, name) - largestOf(own, name))).toBeLessThan(2 ** 20);
  }
});
