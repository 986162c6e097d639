import { levelOf } from '../metric/slo/load-curve.ts';
import type { LevelResult } from '../metric/slo/load-curve-schema.ts';
import { measurePhase, measureStage, type Measurements } from '../metric/measure/measure.ts';
import { streamsOfStages, type StageStreams } from '../metric/measure/stage-streams.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { loadsOf } from '../stream/stage/loads-of.ts';
import { highestMet } from '../stream/stage/sweep-steps.ts';

/** A stage that ran, with its measurements. */
export interface MeasuredStage {
  readonly streams: StageStreams;
  readonly measurements: Measurements;
  /** Of a level of a sweep. */
  readonly level?: LevelResult;
}

/** A phase that ran, with its measurements as a whole and by stage. */
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

/** The part of a stage that shows whether it is a level of a sweep, and its result. */
type OfSweep = Pick<MeasuredStage, 'level'>;

/** The level that represents a sweep: the highest that met the SLOs; undefined where none did. */
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

/**
 * The stage whose latency represents the phase where there is room for one number: the last that is not a probe; of sweeps alone
 * the highest level that met, else the lowest level.
 */
export function headlineStage(stages: readonly MeasuredStage[]): MeasuredStage | undefined {
  const best = sweepsOf(stages).flatMap((sweep) => bestLevel(stages, sweep) ?? []);
  const last = loadsOf(stages).at(-1) ?? best.at(-1);
  if (last !== undefined) return last;
  return stages
    .filter(({ level }) => level !== undefined)
    .toSorted((one, other) => (one.level?.value ?? 0) - (other.level?.value ?? 0))
    .at(0);
}
