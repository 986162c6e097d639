import { formatBounds, formatNumber, formatValue } from '../metric/format-value.ts';
import type { Measurement } from '../metric/measurement.ts';
import type { Aggregate } from '../metric/metric.ts';
import type { CriterionReason, CriterionVerdict } from './criterion-verdict.ts';
import type { Criterion } from './criterion.ts';
import { neededCount } from './enough-samples.ts';

/** Aggregates that leave failed requests out, and so look the better the more of them there are. */
const SURVIVORS_ONLY: ReadonlySet<Aggregate> = new Set(['avg', 'min', 'total']);

/**
 * Judges one criterion against what was measured. It fails closed: it passes only when there is a number, there are enough
 * values behind it, these are of what the metric means, no failed request was left out of it, and it is on the right side of
 * the threshold.
 * @param measurement of its metric; without one it fails as not measured
 * @param stage that it is judged at; absent for the phase
 */
export function judgeCriterion(
  criterion: Criterion,
  threshold: number,
  measurement: Measurement | undefined,
  stage?: string,
): CriterionVerdict {
  const { key, metric, aggregate, bound } = criterion;
  const value = measurement === undefined ? Number.NaN : judgedValue(criterion, measurement);
  const margin = bound === 'at-most' ? threshold - value : value - threshold;
  const { reason, text } = decide(criterion, threshold, measurement, value);
  const status = reason === 'met' ? 'pass' : 'fail';
  const { name, unit } = metric;
  return {
    key,
    ...(stage === undefined ? {} : { stage }),
    metric: name,
    aggregate,
    unit,
    bound,
    value,
    threshold,
    status,
    margin,
    reason,
    text,
  };
}

/**
 * A criterion that fails because nothing measured it.
 * @param stage that should have measured it; the one that it names when absent
 */
export function failUnmeasured(
  criterion: Criterion,
  threshold: number,
  why: string,
  stage = criterion.stage,
): CriterionVerdict {
  return {
    ...judgeCriterion(criterion, threshold, undefined, stage),
    text: `not measured: ${why}`,
  };
}

/**
 * The number that a criterion holds against its threshold: where failed requests gave no value, a percentile counts each as
 * infinitely slow, if it can. Of a percentile that is known by its bucket only, the worse end counts.
 */
function judgedValue({ aggregate, bound }: Criterion, measurement: Measurement): number {
  const counted = countedPercentile(aggregate, measurement);
  if (!Number.isNaN(counted)) return counted;
  const within = boundsOf(aggregate, measurement);
  if (within === undefined) return measurement[aggregate];
  return bound === 'at-most' ? within.high : within.low;
}

/** Where a percentile lies that has no number. */
function boundsOf(aggregate: Aggregate, { bounds = {} }: Measurement): Bounds | undefined {
  return aggregate === 'avg' || aggregate === 'min' || aggregate === 'total'
    ? undefined
    : bounds[aggregate];
}

type Bounds = { readonly low: number; readonly high: number };

/** A percentile that counts the failed requests which gave no value; `NaN` for other aggregates and where there are none. */
function countedPercentile(aggregate: Aggregate, { leftOut }: Measurement): number {
  switch (aggregate) {
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return leftOut?.[aggregate] ?? Number.NaN;
    case 'avg':
    case 'min':
    case 'max':
    case 'total':
      return Number.NaN;
  }
}

/** How many failed requests are not in the number that is judged, and of how many attempts; nothing when all are. */
function failuresLeftOut(aggregate: Aggregate, measurement: Measurement): string | undefined {
  const { count, failed, leftOut } = measurement;
  if (leftOut !== undefined) {
    const isCounted = !Number.isNaN(countedPercentile(aggregate, measurement));
    return isCounted ? undefined : formatNumber(leftOut.requests);
  }
  if (failed === 0 || !SURVIVORS_ONLY.has(aggregate)) return undefined;
  return `${formatNumber(failed)} of ${formatNumber(count)}`;
}

function decide(
  { metric, aggregate, bound }: Criterion,
  threshold: number,
  measurement: Measurement | undefined,
  value: number,
): { reason: CriterionReason; text: string } {
  if (
    measurement !== undefined &&
    measurement.count > 0 &&
    measurement.failed === measurement.count
  ) {
    return { reason: 'failed-requests', text: `all ${measurement.count} requests failed` };
  }
  if (measurement === undefined || Number.isNaN(value)) {
    const why = measurement?.reason ?? 'the metric has no value';
    return { reason: 'not-measured', text: `not measured: ${why}` };
  }
  if (measurement.unfit !== undefined) {
    return { reason: 'not-measured', text: `not measured: ${measurement.unfit}` };
  }
  const needed = neededCount(aggregate);
  if (measurement.count < needed) {
    const text = `too few samples: ${aggregate} needs ${needed}, there are ${measurement.count}`;
    return { reason: 'too-few-samples', text };
  }
  const failures = failuresLeftOut(aggregate, measurement);
  if (failures !== undefined) {
    const advice = SURVIVORS_ONLY.has(aggregate)
      ? '; judge a percentile to allow for failures'
      : '';
    const text = `${failures} requests failed; ${aggregate} excludes them${advice}`;
    return { reason: 'failed-requests', text };
  }
  const within = boundsOf(aggregate, measurement);
  if (within !== undefined) return decideWithin(metric.unit, within, { bound, threshold, value });
  const counting =
    measurement.leftOut === undefined
      ? ''
      : `, with ${formatNumber(measurement.leftOut.requests)} failed requests as infinitely slow`;
  const met = bound === 'at-most' ? value <= threshold : value >= threshold;
  return met
    ? { reason: 'met', text: describeRoom(metric.unit, bound, value, threshold) + counting }
    : { reason: 'missed', text: describeMiss(metric.unit, bound, value, threshold) + counting };
}

/** A percentile that is known by its bucket only meets a threshold where all of the bucket does. */
function decideWithin(
  unit: Measurement['unit'],
  within: Bounds,
  {
    bound,
    threshold,
    value,
  }: {
    readonly bound: Criterion['bound'];
    readonly threshold: number;
    readonly value: number;
  },
): { reason: CriterionReason; text: string } {
  const met = bound === 'at-most' ? value <= threshold : value >= threshold;
  const isMissed = bound === 'at-most' ? within.low >= threshold : within.high < threshold;
  const where = `${formatBounds(unit, within)} by the buckets of the server`;
  if (met) return { reason: 'met', text: where };
  if (isMissed) return { reason: 'missed', text: where };
  return { reason: 'missed', text: `inconclusive: ${where}` };
}

function describeRoom(
  unit: Measurement['unit'],
  bound: Criterion['bound'],
  value: number,
  threshold: number,
): string {
  if (value === threshold) return 'exactly at the threshold';
  const room = formatValue(unit, Math.abs(threshold - value));
  return `${room} ${bound === 'at-most' ? 'below' : 'above'} the threshold`;
}

/** By how much: "1.2 GiB over the threshold of 1000 B, 1,288,491 times". */
function describeMiss(
  unit: Measurement['unit'],
  bound: Criterion['bound'],
  value: number,
  threshold: number,
): string {
  const limit = formatValue(unit, threshold);
  if (!Number.isFinite(value)) return 'infinite: percentile falls on a failed request';
  const distance = formatValue(unit, Math.abs(value - threshold));
  const times = bound === 'at-most' ? value / threshold : threshold / value;
  const factor = Number.isFinite(times) && times >= 2 ? `, ${formatNumber(times)} times` : '';
  return bound === 'at-most'
    ? `${distance} over the threshold of ${limit}${factor}`
    : `${distance} under the threshold of ${limit}`;
}
