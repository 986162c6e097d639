import { concludeDirectory } from '../runner/conclude-directory.ts';
import { readRunFile, type RunFile } from '../runner/run-file.ts';
import { answeredByCache } from '../metric/answered-by-cache.ts';
import type { ServerResult } from '../report/settings/server-result.ts';
import type { Measurement } from '../metric/measurement.ts';
import type { Environment } from '../spec/environment.ts';
import type { PhaseStreams, RunStreams } from '../stream/phase-streams.ts';

/** A phase of a run that is compared. */
export interface ComparedPhase {
  readonly name: string;
  /** Wall time, ms since the epoch: it only puts runs in order. */
  readonly beganAtMs: number;
  /** By name of the metric. */
  readonly measurements: Readonly<Record<string, Measurement>>;
  /** What its values are drawn from again; only of a run that is the single one of its side. */
  readonly streams?: PhaseStreams;
  /** Loads that were put on it, as words: `open-loop: poisson, 40/s`. */
  readonly loads: readonly string[];
  readonly hasFailed: boolean;
  /** Share of the prompt tokens that a cache served of prompts unlike each other; absent up to a tenth. */
  readonly answeredByCache?: number;
}

/** A run as a comparison needs it. */
export interface ComparedRun {
  readonly runDir: string;
  readonly file: RunFile;
  /** What it ran on, with what the target said of itself once it was reached: run.json is written before that. */
  readonly environment: Environment;
  /** What its server reported of its settings; absent where none were read. */
  readonly server?: ServerResult;
  readonly status: RunStreams['status'];
  /** Whether the run's own verdict is that its measurement cannot be trusted. */
  readonly isUntrusted: boolean;
  readonly phases: readonly ComparedPhase[];
}

/** Of exit codes, the one that says a measurement cannot be trusted. */
const UNTRUSTED_EXIT_CODE = 4;

function loadsOf({ events }: PhaseStreams): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'schedule-made') return [];
    const { window, shape, ratePerSecond, concurrency } = event;
    const size = Number.isNaN(concurrency)
      ? `${Number(ratePerSecond.toPrecision(3))}/s`
      : `${concurrency} at once`;
    return [`${window}: ${shape}, ${size}`];
  });
}

function cachedShareOf(phase: PhaseStreams): Pick<ComparedPhase, 'answeredByCache'> {
  const share = answeredByCache(phase);
  return share === undefined ? {} : { answeredByCache: share };
}

/**
 * Reads a run for comparison; every figure of it is recomputed from its streams.
 * @param keepsStreams whether its single requests are needed; several runs would fill the memory with them
 * @throws {ConfigError} when it is not the directory of a run
 */
export async function readComparedRun(runDir: string, keepsStreams: boolean): Promise<ComparedRun> {
  const file = await readRunFile(runDir);
  const { results, verdict, streams } = await concludeDirectory(runDir);
  return {
    runDir,
    file,
    environment: results.environment ?? file.environment,
    ...(results.server === undefined ? {} : { server: results.server }),
    status: streams.status,
    isUntrusted: verdict.exitCode === UNTRUSTED_EXIT_CODE,
    phases: streams.phases.map((phase) => ({
      name: phase.name,
      beganAtMs: phase.clockEpochMs + phase.beganNs / 1e6,
      measurements: results.phases.find(({ name }) => name === phase.name)?.measurements ?? {},
      ...cachedShareOf(phase),
      ...(keepsStreams ? { streams: phase } : {}),
      loads: loadsOf(phase),
      hasFailed: phase.events.some(({ kind }) => kind === 'phase-failed'),
    })),
  };
}
