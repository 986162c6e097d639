import { concludeDirectory } from '../report/results/conclude-directory.ts';
import { readRunFile, type RunFile } from '../stream/files/run-file.ts';
import type { LevelResult } from '../metric/slo/load-curve-schema.ts';
import type { Measurements } from '../metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../metric/measure/stage-streams.ts';
import type { StageResult } from '../report/results/stage-result.ts';
import type { ServerResult } from '../report/results/server-result.ts';
import { ConfigError } from '../spec/error/errors.ts';
import type { Environment } from '../spec/environment.ts';
import { filesRead, type FileRead } from '../stream/events/files-read.ts';
import type { PhaseStreams, RunStreams } from '../stream/phase-streams.ts';
import type { StageLoad } from '../stream/stage/stage-load.ts';

/** A stage of a compared run. */
export interface ComparedStage {
  readonly name: string;
  readonly load: StageLoad;
  /** Of a level of a sweep. */
  readonly level?: LevelResult;
  /** By name of the metric. */
  readonly measurements: Measurements;
  /** Streams for resampling; only of a single run on its side. */
  readonly streams?: StageStreams;
  /** Share of the tokens of unique prompts that a cache served; absent up to a tenth. */
  readonly answeredByCache?: number;
}

/** A phase of a compared run. */
export interface ComparedPhase {
  readonly name: string;
  /** Wall time, ms since the epoch; only orders runs. */
  readonly beganAtMs: number;
  /** Measurements of the phase as a whole, by name of the metric. */
  readonly measurements: Measurements;
  /** Streams for resampling; only of a single run on its side. */
  readonly streams?: PhaseStreams;
  /** In the order in which they began. */
  readonly stages: readonly ComparedStage[];
  /** Files that its load was made from. */
  readonly files: readonly FileRead[];
  readonly hasFailed: boolean;
}

/** A run prepared for comparison. */
export interface ComparedRun {
  readonly runDir: string;
  readonly file: RunFile;
  /** Machine and target, with the details that the target reported once it was reached, after run.json was written. */
  readonly environment: Environment;
  /** Settings reported by its server; absent where none were read. */
  readonly server?: ServerResult;
  readonly status: RunStreams['status'];
  /** Whether the verdict of the run is that its measurement is unreliable. */
  readonly isUnreliable: boolean;
  readonly phases: readonly ComparedPhase[];
}

/** The exit code of an unreliable measurement. */
const UNRELIABLE_EXIT_CODE = 4;

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

/** Refuses a run that was written in full and lost data later: its figures would be of the rest. */
function refuseDamaged(runDir: string, { status, damagedFiles }: RunStreams): void {
  if (status !== 'complete' || damagedFiles.length === 0) return;
  throw new ConfigError(
    `"${runDir}" cannot be compared: ${damagedFiles.join(' and ')} ${damagedFiles.length === 1 ? 'is' : 'are'} incomplete or unreadable`,
    { help: 'copy the run directory again, or rerun' },
  );
}

/**
 * Reads a run for comparison; every figure of it is recomputed from its streams.
 * @param keepsStreams whether single requests are kept; those of several runs would fill the memory
 * @throws {ConfigError} when it is not a run directory, or a damaged one
 */
export async function readComparedRun(runDir: string, keepsStreams: boolean): Promise<ComparedRun> {
  const file = await readRunFile(runDir);
  const { results, verdict, streams } = await concludeDirectory(runDir);
  refuseDamaged(runDir, streams);
  return {
    runDir,
    file,
    environment: results.environment ?? file.environment,
    ...(results.server === undefined ? {} : { server: results.server }),
    status: streams.status,
    isUnreliable: verdict.exitCode === UNRELIABLE_EXIT_CODE,
    phases: streams.phases.map((phase) => {
      const result = results.phases.find(({ name }) => name === phase.name);
      return {
        name: phase.name,
        beganAtMs: phase.clockEpochMs + phase.beganNs / 1e6,
        measurements: result?.measurements ?? {},
        ...(keepsStreams ? { streams: phase } : {}),
        stages: comparedStages(phase, result?.stages ?? [], keepsStreams),
        files: filesRead(phase.events),
        hasFailed: phase.events.some(({ kind }) => kind === 'phase-failed'),
      };
    }),
  };
}
