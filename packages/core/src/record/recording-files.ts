import { join } from 'node:path';
import * as z from 'zod';
import { describeEnvironment } from '../collector/environment.ts';
import { maskCommandLine } from '../spec/redaction/mask-command-line.ts';
import { writeFileAtomically } from '../stream/files/atomic-file.ts';
import { RUN_FILES, RUN_FORMAT } from '../stream/files/run-directory.ts';
import {
  RecordedProcessSchema,
  RecordingSummarySchema,
  type RecordedProcess,
  type RecordingSummary,
} from './recording-summary.ts';

/** The only phase of a recording. */
export const RECORDING_PHASE = 'record';

/** The contents of a report on a recording. */
const SHOWN_METRICS = [
  'memoryUsage',
  'anonymousMemory',
  'cpuUtilization',
  'gpuMemory',
  'gpuUtilization',
  'gpuPower',
  'gpuTemperature',
];

/** The options of a recording. */
export interface RecordingPlan {
  readonly outputDir: string;
  readonly hz: number;
  readonly durationMs?: number;
  readonly pid: number;
  /** Null for a process that was already running. */
  readonly command: readonly string[] | null;
  /** What is recorded, in words; the process or the command when absent. */
  readonly subject?: string;
  /** Memory limit, bytes; none when absent. */
  readonly maxMemoryBytes?: number;
  /** The machine that watches a run over many machines; absent for a recording alone. */
  readonly worker?: WatchingWorker;
}

/** A machine that watches the server of a run. */
export interface WatchingWorker {
  readonly machine: string;
  readonly bootId: string;
  readonly roles: readonly ['watch'];
  readonly runId: string;
}

/** Writes run.json, without command-line secrets, so that `loadcell report` can report on the recorded data. */
export async function writeRecordingPlan(runDir: string, plan: RecordingPlan): Promise<void> {
  const { outputDir, hz, durationMs = 0, pid, command, maxMemoryBytes, worker } = plan;
  const named = command === null ? `process ${pid}` : `command ${command[0]}`;
  const kind = plan.subject ?? named;
  const file = {
    format: RUN_FORMAT,
    name: RECORDING_PHASE,
    test: {
      outputDir,
      verbose: false,
      ...(maxMemoryBytes === undefined ? {} : { maxMemory: maxMemoryBytes }),
    },
    phases: [
      { name: RECORDING_PHASE, duration: durationMs, metrics: SHOWN_METRICS, successCriteria: {} },
    ],
    criteria: {},
    stages: {},
    sampling: { hz },
    recording: { pid, command: command === null ? null : maskCommandLine(command) },
    environment: await describeEnvironment({ kind, version: '', models: [] }, pid),
    ...(worker === undefined ? {} : { worker }),
  };
  await writeFileAtomically(join(runDir, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
}

const RecordingResultsSchema = z.object({
  summary: RecordingSummarySchema,
  processes: z.array(RecordedProcessSchema),
});

/** Writes recording.json: the summary, and every process found. */
export async function writeRecordingResults(
  runDir: string,
  summary: RecordingSummary,
  processes: readonly RecordedProcess[],
): Promise<void> {
  const json = z.encode(RecordingResultsSchema, { summary, processes: [...processes] });
  await writeFileAtomically(
    join(runDir, RUN_FILES.recording),
    `${JSON.stringify(json, null, 2)}\n`,
  );
}
