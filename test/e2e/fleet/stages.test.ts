import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RUN_FILES, RunResultsSchema, type RunResults } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../../packages/core/src/stream/events/run-event.ts';
import { readEventsFile } from '../../../packages/core/src/stream/files/events-file.ts';
import { startFleet } from '../support/fleet/start-fleet.ts';
import {
  latestRun,
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell, type CommandResult } from '../support/run-loadcell.ts';
import { startMock, startMockWith } from '../support/start-mock.ts';

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

/** A run over two agents, and what each of them recorded. */
interface RunOnTwo extends CommandResult {
  readonly results: RunResults;
  readonly markdown: string;
  /** Stages as they ended, by agent. */
  readonly ends: ReadonlyMap<string, readonly EventOf<'stage-ended'>[]>;
}

/** Runs stages over two agents, on a server that starts. */
async function runOnTwo(
  stages: readonly object[],
  config: object = {},
  starting = startMock(),
): Promise<RunOnTwo> {
  const [server, fleet] = await Promise.all([starting, startFleet()]);
  for (const name of BOTH) fleet.agent(name);
  const cwd = temporaryFolder();
  writeConfig(cwd, {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    target: { url: server.url },
    phases: { load: { ...WINDOWS, calibration: LENIENT_CALIBRATION, stages } },
    ...config,
  });
  const flags = ['--fleet', fleet.bus.url, '--load-agents', '2', '--wait-agents', '60s'];
  const finished = await runLoadcell(['run', ...flags], { cwd });
  const runDir = latestRun(cwd);
  const ends = new Map<string, EventOf<'stage-ended'>[]>();
  for (const name of BOTH) {
    const file = path.join(runDir, 'machines', name, RUN_FILES.events);
    const { events } = await readEventsFile(file);
    ends.set(
      name,
      events.flatMap((event) => (event.kind === 'stage-ended' ? [event] : [])),
    );
  }
  return {
    ...finished,
    results: RunResultsSchema.parse(readRunJson(cwd, 'results')),
    markdown: readFileSync(path.join(runDir, RUN_FILES.markdown), 'utf8'),
    ends,
  };
}

const BOTH = ['left', 'right'];

describe('stages over two agents', () => {
  it('end with the time limit of the run, whose report names it once', async () => {
    const endless = { kind: 'closed', name: 'endless', concurrency: 4, duration: '10min' };
    const { code, stdout, results } = await runOnTwo([endless], { timeout: '12s' });
    expect({ code, status: results.status }).toEqual({ code: 3, status: 'failed' });
    expect(stdout).toContain('timed out after 12');
    expect(stdout).not.toMatch(/machine (?:left|right): |was lost/u);
    expect(results.machines?.map(({ name }) => name)).toEqual(BOTH);
  });

  it('follow each other: an open rate is a share of what both reached together', async () => {
    const { code, stderr, results } = await runOnTwo([
      { kind: 'closed', name: 'full', concurrency: 4, requests: 40 },
      { kind: 'open', name: 'half', rate: { share: 0.5, of: 'full' }, requests: 10 },
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(results.machines?.map(({ name }) => name)).toEqual(BOTH);
    const names = results.phases[0]?.stages.map(({ name }) => name) ?? [];
    expect(names).toEqual(['full', 'half']);
  });

  it('end together once their criteria are decided by the requests of both', async () => {
    const { code, stderr, results, markdown, ends } = await runOnTwo(
      [{ kind: 'closed', concurrency: 8, until: 'decided', maxDuration: '20s' }],
      { successCriteria: { 'timeToFirstToken.p95': 2000 } },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const [stage] = results.phases[0]?.stages ?? [];
    expect(stage?.decided).toMatchObject({ endedBy: 'decided' });
    const [left, right] = BOTH.map((name) => ends.get(name)?.[0]);
    // What both heard from the coordinator: neither could decide by its own share.
    expect(left?.decided).toEqual(stage?.decided);
    expect(right?.decided).toEqual(stage?.decided);
    expect(stage?.requests.due).toBeGreaterThanOrEqual(stage?.decided?.requests ?? Infinity);
    // Agents on one machine have one clock. A stage that one of them had not ended would last 20 s.
    const apartNs = Math.abs((left?.windowEndedNs ?? Infinity) - (right?.windowEndedNs ?? 0));
    expect(apartNs).toBeLessThan(10e9);
    expect(markdown).toContain('decided');
  });

  it('of a sweep have the same levels on both, chosen by what both measured', async () => {
    // One request is served at a time, so that a second one waits for 300 ms.
    const { code, stderr, results, markdown, ends } = await runOnTwo(
      [
        {
          kind: 'sweep',
          parameter: 'concurrency',
          from: 1,
          to: 2,
          tolerance: 1,
          attainment: 0.6,
          duration: '1s',
          minRequests: 6,
        },
      ],
      { slos: { timeToFirstToken: 200 } },
      startMockWith(
        '--concurrency=1',
        '--time-to-first-token=20ms',
        '--inter-token-latency=25ms',
        '--output-tokens=12',
      ),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const levels = ['sweep/1', 'sweep/2'];
    // The right agent has no part in the first level: by its own requests, it would have missed it.
    for (const name of BOTH) expect(ends.get(name)?.map(({ stage }) => stage)).toEqual(levels);
    const [phase] = results.phases;
    expect(phase?.loadCurves).toMatchObject([{ highestMet: 1, lowestBroken: 2, levels }]);
    expect(phase?.stages.map(({ requests }) => requests.due >= 6)).toEqual([true, true]);
    // Both have their part in the second level.
    expect(results.machines?.map(({ requests }) => requests > 0)).toEqual([true, true]);
    expect(markdown).toContain(
      'concurrency 1 is the highest that met TTFT ≤ 200 ms for 60.0% of the requests; concurrency 2 did not.',
    );
  });
});
