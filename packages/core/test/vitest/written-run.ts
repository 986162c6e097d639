import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FILES, RUN_FORMAT } from '../../src/stream/files/run-directory.ts';
import { RunRecorder } from '../../src/stream/files/run-recorder.ts';
import type { PhaseStreams, RunStreams } from '../../src/stream/phase-streams.ts';
import { MACHINE } from '../stream/built/machine.ts';
import { runOf } from '../stream/built/phase-builder.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { asked } from '../verdict/judged-run.ts';

/** Writes a run of built phases into a directory that is removed after the test. @param file keys of run.json */
export async function writtenRun(
  phases: readonly PhaseStreams[],
  file: Readonly<Record<string, unknown>> = {},
  { status }: Partial<Pick<RunStreams, 'status'>> = {},
): Promise<string> {
  const runDir = temporaryFolder();
  const run = runOf(phases);
  const recorder = new RunRecorder(runDir);
  recorder.event({ kind: 'run-began', atNs: run.beganNs, epochMs: Date.parse(run.timestamp) });
  for (const { name, beganNs, endedNs, samples, requests, events } of phases) {
    recorder.event({ kind: 'phase-began', phase: name, atNs: beganNs });
    recorder.samples(samples);
    for (const row of requests) recorder.request({ ...row, phase: name });
    for (const event of events) recorder.event(event);
    recorder.event({ kind: 'phase-ended', phase: name, atNs: endedNs });
  }
  if (status !== 'killed') {
    recorder.event({ kind: 'run-ended', atNs: run.endedNs, status: status ?? 'complete' });
  }
  await recorder.close();
  const written = {
    format: RUN_FORMAT,
    name: 'built',
    test: { outputDir: 'results', verbose: false },
    phases: phases.map(({ name }) => asked(name)),
    criteria: {},
    stages: Object.fromEntries(
      phases.map(({ name, stages }) => [name, stages.map((stage) => stage.name)]),
    ),
    environment: MACHINE,
    ...file,
  };
  writeFileSync(join(runDir, RUN_FILES.run), JSON.stringify(written));
  return runDir;
}
