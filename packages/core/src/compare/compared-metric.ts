import { goodput } from '../metric/slo/goodput.ts';
import { formatNumber } from '../metric/format/format-value.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { TimedFigure } from '../stats/interleaved-effect.ts';
import { average } from '../stats/time-weighted.ts';
import type { ComparedFigure } from './comparison.ts';
import type { ComparedPhase, ComparedRun } from './compared-run.ts';
import {
  estimateFromRequests,
  estimateFromRuns,
  type Estimate,
  type RequestSide,
} from './estimate.ts';
import { requestValues } from './request-values.ts';
import type { ComparedKey } from './stages/compared-key.ts';
import { describePlace, type ComparedPlace, type PlacedKey } from './stages/compared-places.ts';
import { subjectOf } from './stages/subject.ts';

/** Both sides of one metric in one place, before any verdict. */
export interface MetricPair extends PlacedKey {
  readonly base: ComparedFigure;
  readonly candidate: ComparedFigure;
  readonly estimate: Estimate;
  /** Whether every run of both sides measured it. */
  readonly isComplete: boolean;
}

/** One side of a metric in one place. */
interface MeasuredSide {
  /** Streams of the place, of each run that kept them. */
  readonly streams: readonly PhaseStreams[];
  readonly measurements: readonly Measurement[];
  readonly figures: readonly number[];
  /** The same, with the time of each run. */
  readonly timed: readonly TimedFigure[];
  /** Of a sweep: the levels of the figures. */
  readonly levels: readonly number[];
  /** Why a run did not measure it. */
  readonly reason: string | undefined;
}

function phasesNamed(runs: readonly ComparedRun[], name: string): ComparedPhase[] {
  return runs.flatMap((run) => run.phases.filter((phase) => phase.name === name));
}

function measuredSide(
  runs: readonly ComparedRun[],
  { phase, stage }: ComparedPlace,
  { metric, aggregate }: ComparedKey,
): MeasuredSide {
  const found = phasesNamed(runs, phase).map((one) => ({
    subject: subjectOf(one, stage),
    beganAt: one.beganAtMs,
  }));
  const absent = found.map(({ subject }) => subject).find((one) => typeof one === 'string');
  const all = found.flatMap(({ subject, beganAt }) => {
    if (typeof subject === 'string') return [];
    const measurement = subject.measurements[metric.name];
    if (measurement === undefined) return [];
    return [{ subject, measurement, value: measurement[aggregate], beganAt }];
  });
  const measured = all.filter(({ value }) => !Number.isNaN(value));
  const silent = all.find(({ value }) => Number.isNaN(value))?.measurement;
  return {
    streams: measured.flatMap(({ subject }) => subject.streams ?? []),
    measurements: measured.map(({ measurement }) => measurement),
    figures: measured.map(({ value }) => value),
    timed: measured.map(({ value, beganAt }) => ({ value, beganAt })),
    levels: measured.flatMap(({ subject }) => subject.level ?? []),
    reason: silent?.reason ?? (silent === undefined ? absent : `too few values for ${aggregate}`),
  };
}

function figureOf({ measurements, figures }: MeasuredSide, isRatio: boolean): ComparedFigure {
  const [only = Number.NaN] = figures;
  const middle = isRatio
    ? Math.exp(average(figures.map((figure) => Math.log(figure))))
    : average(figures);
  return {
    // Identical to the value in the report of the run.
    value: figures.length === 1 ? only : middle,
    runCount: figures.length,
    valueCount: measurements.reduce((sum, { count }) => sum + count, 0),
    failedCount: measurements.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function requestSide({ streams, figures }: MeasuredSide, { metric }: ComparedKey): RequestSide {
  const [own] = streams;
  const [figure = Number.NaN] = figures;
  return { figure, values: own === undefined ? undefined : requestValues(metric, own) };
}

function estimateOf(
  base: MeasuredSide,
  candidate: MeasuredSide,
  { key, place }: PlacedKey,
): Estimate {
  for (const [side, { figures, reason }] of Object.entries({ base, candidate })) {
    if (figures.length > 0) continue;
    return {
      kind: 'none',
      reason: `not measured in the ${side}: ${reason ?? 'the phase did not run'}`,
    };
  }
  if (base.figures.length + candidate.figures.length > 2) {
    return estimateFromRuns(base.timed, candidate.timed);
  }
  const label = `${describePlace(place)} ${key.metric.name} ${key.aggregate}`;
  return estimateFromRequests(
    requestSide(base, key),
    requestSide(candidate, key),
    key.aggregate,
    label,
  );
}

/** Whether a side measured the metric of a key in any phase and stage, or in the stage of the key. */
function isMeasured(
  runs: readonly ComparedRun[],
  { metric, aggregate, stage }: ComparedKey,
): boolean {
  return runs.some(({ phases }) =>
    phases.some(({ measurements, stages }) => {
      const named = stages.filter(({ name }) => stage === undefined || name === stage);
      return [measurements, ...named.map((one) => one.measurements)].some(
        (one) => !Number.isNaN(one[metric.name]?.[aggregate] ?? Number.NaN),
      );
    }),
  );
}

/** Why a sweep has no figure to compare: its levels differ, and the metric is not its capacity. */
function levelsApart(
  base: MeasuredSide,
  candidate: MeasuredSide,
  { metric }: ComparedKey,
): string | undefined {
  if (metric === goodput || new Set([...base.levels, ...candidate.levels]).size < 2) {
    return undefined;
  }
  const list = ({ levels }: MeasuredSide): string =>
    [...new Set(levels)].map(formatNumber).join(', ');
  return `the highest levels that met the SLOs differ: ${list(base)} in the base, ${list(candidate)} in the candidate`;
}

const NO_FIGURE: ComparedFigure = {
  value: Number.NaN,
  runCount: 0,
  valueCount: 0,
  failedCount: 0,
};

/**
 * Pairs both sides of a metric in one place.
 * @param isAsked whether the user requested the metric: one that no run measured anywhere is then listed as such
 * @returns undefined when neither side measured it
 */
export function pairMetric(
  placed: PlacedKey,
  baseRuns: readonly ComparedRun[],
  candidateRuns: readonly ComparedRun[],
  isAsked: boolean,
): MetricPair | undefined {
  const { key, place } = placed;
  const base = measuredSide(baseRuns, place, key);
  const candidate = measuredSide(candidateRuns, place, key);
  if (base.figures.length === 0 && candidate.figures.length === 0) {
    const isElsewhere = isMeasured([...baseRuns, ...candidateRuns], key);
    const isWaitedFor = isAsked || key.stage !== undefined;
    if (!isWaitedFor || isElsewhere) return undefined;
  }
  const apart = levelsApart(base, candidate, key);
  if (apart !== undefined) {
    const estimate = { kind: 'none', reason: apart } as const;
    return { ...placed, base: NO_FIGURE, candidate: NO_FIGURE, estimate, isComplete: false };
  }
  const estimate = estimateOf(base, candidate, placed);
  const isRatio = estimate.kind === 'effect' && estimate.scale === 'ratio';
  return {
    ...placed,
    base: figureOf(base, isRatio),
    candidate: figureOf(candidate, isRatio),
    estimate,
    isComplete:
      base.figures.length === baseRuns.length && candidate.figures.length === candidateRuns.length,
  };
}
