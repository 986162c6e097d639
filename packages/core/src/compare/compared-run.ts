import { concludeDirectory } from '../runner/conclude-directory.ts';
import { readRunFile, type RunFile } from '../runner/run-file.ts';
import type { LevelResult } from '../metric/measure/load-curve-schema.ts';
import type { Measurements } from '../metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../metric/measure/stage-streams.ts';
import type { StageResult } from '../report/results/stage-result.ts';
import type { ServerResult } from '../report/rows/settings/server-result.ts';
import type { Environment } from '../spec/environment.ts';
import type { PhaseStreams, RunStreams } from '../stream/phase-streams.ts';
import type { StageLoad } from '../stream/stage/stage-load.ts';

/** A stage of a run that is compared. */
export interface ComparedStage {
  readonly name: string;
  readonly load: StageLoad;
  /** Of a level of a sweep. */
  readonly level?: LevelResult;
  /** By name of the metric. */
  readonly measurements: Measurements;
  /** What its values are drawn from again; only of a run that is the single one of its side. */
  readonly streams?: StageStreams;
  /** Share of the prompt tokens that a cache served of prompts unlike each other; absent up to a tenth. */
  readonly answeredByCache?: number;
}

/** A phase of a run that is compared. */
export interface ComparedPhase {
  readonly name: string;
  /** Wall time, ms since the epoch: it only puts runs in order. */
  readonly beganAtMs: number;
  /** Those of the phase as a whole, by name of the metric. */
  readonly measurements: Measurements;
  /** What its values are drawn from again; only of a run that is the single one of its side. */
  readonly streams?: PhaseStreams;
  /** In the order in which they began. */
  readonly stages: readonly ComparedStage[];
  readonly hasFailed: boolean;
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
  /** Whether the run's own verdict is that its measurement is unreliable. */
  readonly isUntrusted: boolean;
  readonly phases: readonly ComparedPhase[];
}

/** Of exit codes, the one that says a measurement is unreliable. */
const UNTRUSTED_EXIT_CODE = 4;

function comparedStages(
  phase: PhaseStreams,
  results: readonly StageResult[],
  keepsStreams: boolean,
): ComparedStage[] {
  const streams = new Map(
    (keepsStreams ? streamsOfStages(phase) : []).map((one) => [one.stage.name, one]),
  );
  return results.map(({ name, load, level, measurements, answeredByCache }) => {
    const own = streams.get(name);
    return {
      name,
      load,
      ...(level === undefined ? {} : { level }),
      measurements,
      ...(own === undefined ? {} : { streams: own }),
      ...(answeredByCache === undefined ? {} : { answeredByCache }),
    };
  });
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
    phases: streams.phases.map((phase) => {
      const result = results.phases.find(({ name }) => name === phase.name);
      return {
        name: phase.name,
        beganAtMs: phase.clockEpochMs + phase.beganNs / 1e6,
        measurements: result?.measurements ?? {},
        ...(keepsStreams ? { streams: phase } : {}),
        stages: comparedStages(phase, result?.stages ?? [], keepsStreams),
        hasFailed: phase.events.some(({ kind }) => kind === 'phase-failed'),
      };
    }),
  };
}
