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
}

/** Writes run.json, without command-line secrets, so that `loadcell report` can report on the recorded data. */
export async function writeRecordingPlan(runDir: string, plan: RecordingPlan): Promise<void> {
  const { outputDir, hz, durationMs = 0, pid, command } = plan;
  const kind = command === null ? `process ${pid}` : `command ${command[0]}`;
  const file = {
    format: RUN_FORMAT,
    name: RECORDING_PHASE,
    test: { outputDir, verbose: false },
    phases: [
      { name: RECORDING_PHASE, duration: durationMs, metrics: SHOWN_METRICS, successCriteria: {} },
    ],
    criteria: {},
    stages: {},
    sampling: { hz },
    recording: { pid, command: command === null ? null : maskCommandLine(command) },
    environment: await describeEnvironment({ kind, version: '', models: [] }, pid),
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
