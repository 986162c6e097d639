import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RUN_FILES, type LoadcellConfig } from '@loadcell/core';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'loadcell-e2e-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

/** The shortest run of the embedded default that still covers everything once. */
export const QUICK: LoadcellConfig = {
  // A busy machine misses many ticks at 1 kHz, which is not the subject of these tests.
  sampling: { hz: 50 },
  successCriteria: { errorRate: 0 },
  phases: {
    baseline: { ...WINDOWS, duration: '300ms', minRequests: 8, contextLoads: 2, transitions: 2 },
    'cross-model': { ...WINDOWS, duration: '300ms', minSwitches: 2, requestsPerSwitch: 1 },
    load: {
      ...WINDOWS,
      duration: '600ms',
      stages: [{ kind: 'closed', concurrency: 2 }, { kind: 'open' }],
    },
  },
};

/** A run too long to wait for: only a fault ends its first phase. The later ones are short. */
export const ENDLESS: LoadcellConfig = {
  ...QUICK,
  phases: { ...QUICK.phases, baseline: { ...QUICK.phases?.baseline, duration: '10min' } },
};

/** A client calibration that passes even on a busy machine; the benchmark measures how exact the client is there. */
export const LENIENT_CALIBRATION = { requests: 8, budget: '60s' } as const;

/** Writes a configuration into a folder, where the command finds it. */
export function writeConfig(folder: string, config: unknown): void {
  writeFileSync(path.join(folder, 'loadcell.config.json'), JSON.stringify(config));
}

/** The run directory that `latest` points to, for a command that ran in a folder. */
export function latestRun(folder: string): string {
  return realpathSync(path.join(folder, 'loadcell-results', 'latest'));
}

/** A file of the latest run as parsed JSON. */
export function readRunJson(folder: string, file: keyof typeof RUN_FILES): unknown {
  return JSON.parse(readFileSync(path.join(latestRun(folder), RUN_FILES[file]), 'utf8'));
}

/** The fields of an event that these tests read. */
export interface SeenEvent {
  readonly kind: string;
  readonly window?: string;
  readonly stage?: string;
  /** Process ID of a started process. */
  readonly pid?: number;
  /** Memory of a loaded model. */
  readonly bytes?: number;
  /** Why something was not sampled, or a phase was skipped. */
  readonly reason?: string;
}

/** The events that the latest run has written so far. */
export function eventsSoFar(folder: string): SeenEvent[] {
  const link = path.join(folder, 'loadcell-results', 'latest');
  const file = path.join(link, RUN_FILES.events);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** How much of a file the latest run has written so far, bytes; 0 before its first write. */
export function bytesSoFar(folder: string, file: keyof typeof RUN_FILES): number {
  const written = path.join(folder, 'loadcell-results', 'latest', RUN_FILES[file]);
  return existsSync(written) ? statSync(written).size : 0;
}

/**
 * Whether the latest run has written a row of a stage.
 * @param stage a name that is no word of the descriptions of the columns
 */
export function hasRowOf(folder: string, stage: string): boolean {
  const written = path.join(folder, 'loadcell-results', 'latest', RUN_FILES.requests);
  return existsSync(written) && readFileSync(written).includes(stage);
}

/** The figures of a metric that tests read. */
export interface SeenMeasurement {
  readonly avg: number | null;
  readonly min: number | null;
  readonly reason?: string;
}

interface SeenResults {
  readonly phases: readonly {
    readonly stages: readonly {
      readonly measurements: Readonly<Record<string, SeenMeasurement>>;
    }[];
  }[];
}

/** The measurements of all stages of the latest run, in order, by metric. */
export function readMeasurements(cwd: string): Readonly<Record<string, SeenMeasurement>>[] {
  const { phases }: SeenResults = JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
  return phases.flatMap(({ stages }) => stages.map(({ measurements }) => measurements));
}
