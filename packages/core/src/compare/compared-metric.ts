import type { Aggregate, MetricDefinition } from '../metric/metric.ts';
import type { Measurement } from '../metric/measurement.ts';
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
import { requestStrata } from './request-strata.ts';

/** What is compared: a metric by one aggregate. */
export interface ComparedKey {
  /** As a criterion names it. */
  readonly key: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  readonly better: 'lower' | 'higher';
}

/** Both sides of one metric in one phase, before any verdict. */
export interface MetricPair {
  readonly phase: string;
  readonly key: ComparedKey;
  readonly base: ComparedFigure;
  readonly candidate: ComparedFigure;
  readonly estimate: Estimate;
  /** Whether every run of both sides measured it. */
  readonly isComplete: boolean;
}

/** One side in one phase. */
interface MeasuredSide {
  /** The phase in each run that ran it. */
  readonly phases: readonly ComparedPhase[];
  readonly measurements: readonly Measurement[];
  readonly figures: readonly number[];
  /** The same, with the time of each run. */
  readonly timed: readonly TimedFigure[];
  /** Why it was not measured, where a run did not. */
  readonly reason: string | undefined;
}

function measuredSide(
  runs: readonly ComparedRun[],
  phase: string,
  { metric, aggregate }: ComparedKey,
): MeasuredSide {
  const phases = runs.flatMap((run) => run.phases.filter(({ name }) => name === phase));
  const all = phases.flatMap(({ measurements: own, beganAtMs }) => {
    const measurement = own[metric.name];
    if (measurement === undefined) return [];
    return [{ measurement, value: measurement[aggregate], beganAt: beganAtMs }];
  });
  const timed = all.filter(({ value }) => !Number.isNaN(value));
  const measurements = timed.map(({ measurement }) => measurement);
  const silent = all.find(({ value }) => Number.isNaN(value))?.measurement;
  return {
    phases,
    measurements,
    figures: timed.map(({ value }) => value),
    timed,
    reason:
      silent?.reason ?? (silent === undefined ? undefined : `no value to take ${aggregate} of`),
  };
}

function figureOf({ measurements, figures }: MeasuredSide, isRatio: boolean): ComparedFigure {
  const [only = Number.NaN] = figures;
  const middle = isRatio
    ? Math.exp(average(figures.map((figure) => Math.log(figure))))
    : average(figures);
  return {
    // To the bit what the report of the run says.
    value: figures.length === 1 ? only : middle,
    runCount: figures.length,
    valueCount: measurements.reduce((sum, { count }) => sum + count, 0),
    failedCount: measurements.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function requestSide({ phases, figures }: MeasuredSide, { metric }: ComparedKey): RequestSide {
  const [phase] = phases;
  const [figure = Number.NaN] = figures;
  return {
    figure,
    strata: phase?.streams === undefined ? undefined : requestStrata(metric, phase.streams),
  };
}

function estimateOf(
  base: MeasuredSide,
  candidate: MeasuredSide,
  key: ComparedKey,
  phase: string,
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
  const label = `${phase} ${key.metric.name} ${key.aggregate}`;
  return estimateFromRequests(
    requestSide(base, key),
    requestSide(candidate, key),
    key.aggregate,
    label,
  );
}

/** Whether a side measured it at all. */
function isMeasured(runs: readonly ComparedRun[], { metric, aggregate }: ComparedKey): boolean {
  return runs.some(({ phases }) =>
    phases.some(({ measurements }) => {
      const value = measurements[metric.name]?.[aggregate] ?? Number.NaN;
      return !Number.isNaN(value);
    }),
  );
}

/**
 * Puts both sides of a metric in a phase beside each other.
 * @param isAsked whether somebody waits for an answer: then one that no run measured in any phase is told as such
 * @returns undefined when neither side measured it
 */
export function pairMetric(
  key: ComparedKey,
  phase: string,
  baseRuns: readonly ComparedRun[],
  candidateRuns: readonly ComparedRun[],
  isAsked: boolean,
): MetricPair | undefined {
  const base = measuredSide(baseRuns, phase, key);
  const candidate = measuredSide(candidateRuns, phase, key);
  if (base.figures.length === 0 && candidate.figures.length === 0) {
    const isElsewhere = isMeasured([...baseRuns, ...candidateRuns], key);
    if (!isAsked || isElsewhere) return undefined;
  }
  const estimate = estimateOf(base, candidate, key, phase);
  const isRatio = estimate.kind === 'effect' && estimate.scale === 'ratio';
  return {
    phase,
    key,
    base: figureOf(base, isRatio),
    candidate: figureOf(candidate, isRatio),
    estimate,
    isComplete:
      base.figures.length === baseRuns.length && candidate.figures.length === candidateRuns.length,
  };
}
