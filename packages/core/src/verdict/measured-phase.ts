import { levelOf } from '../metric/measure/load-curve.ts';
import type { LevelResult } from '../metric/measure/load-curve-schema.ts';
import { measurePhase, measureStage, type Measurements } from '../metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../metric/measure/stage-streams.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { highestMet } from '../stream/stage/sweep-steps.ts';

/** A stage that ran, with what it measured. */
export interface MeasuredStage {
  readonly streams: StageStreams;
  readonly measurements: Measurements;
  /** Of a level of a sweep. */
  readonly level?: LevelResult;
}

/** A phase that ran, with what it measured as a whole and stage by stage. */
export interface MeasuredPhase {
  readonly streams: PhaseStreams;
  readonly measurements: Measurements;
  /** In the order in which they began. */
  readonly stages: readonly MeasuredStage[];
}

/** Measures a phase and each of its stages. Pure. */
export function measureWithStages(streams: PhaseStreams): MeasuredPhase {
  return {
    streams,
    measurements: measurePhase(streams),
    stages: streamsOfStages(streams).map((one) => {
      const level = levelOf(streams, one.stage);
      return {
        streams: one,
        measurements: measureStage(one),
        ...(level === undefined ? {} : { level }),
      };
    }),
  };
}

/** What says whether a stage is a level of a sweep, and how it came out. */
type OfSweep = Pick<MeasuredStage, 'level'>;

/** The level of a sweep that stands for it: the highest that met the SLOs; undefined where none did. */
export function bestLevel<Stage extends OfSweep>(
  stages: readonly Stage[],
  sweep: string,
): Stage | undefined {
  const levels = stages.filter(({ level }) => level?.sweep === sweep);
  const value = highestMet(
    levels.flatMap(({ level }) =>
      level === undefined ? [] : [{ level: level.value, isMet: level.isMet }],
    ),
  );
  return levels.findLast(({ level }) => level?.value === value);
}

/** Names of the sweeps of a phase. */
export function sweepsOf(stages: readonly OfSweep[]): string[] {
  return [...new Set(stages.flatMap(({ level }) => level?.sweep ?? []))];
}

/** The stages that are no probe; of a phase that only sweeps, the highest level of each sweep that met. */
function judgedStages(stages: readonly MeasuredStage[]): MeasuredStage[] {
  const loads = stages.filter(({ level }) => level === undefined);
  if (loads.length > 0) return loads;
  return sweepsOf(stages).flatMap((sweep) => bestLevel(stages, sweep) ?? []);
}

/**
 * The stage whose times stand for the phase where there is room for one number: the last that is no probe; of sweeps alone
 * the highest level that met, else the lowest that was tried.
 */
export function headlineStage(stages: readonly MeasuredStage[]): MeasuredStage | undefined {
  const judged = judgedStages(stages).at(-1);
  if (judged !== undefined) return judged;
  return stages
    .filter(({ level }) => level !== undefined)
    .toSorted((one, other) => (one.level?.value ?? 0) - (other.level?.value ?? 0))
    .at(0);
}
