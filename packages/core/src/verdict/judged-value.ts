import { formatNumber } from '../metric/format/format-value.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import type { Aggregate } from '../metric/metric.ts';
import type { Criterion } from './criterion.ts';

/** Aggregates that leave failed requests out, and so look the better the more of them there are. */
export const SURVIVORS_ONLY: ReadonlySet<Aggregate> = new Set(['avg', 'min', 'total']);

/**
 * The number that a criterion holds against its threshold: where failed requests gave no value, a percentile counts each as
 * infinitely slow, if it can. Of a percentile that is known by its bucket only, the worse end counts.
 */
export function judgedValue({ aggregate, bound }: Criterion, measurement: Measurement): number {
  const counted = countedPercentile(aggregate, measurement);
  if (!Number.isNaN(counted)) return counted;
  const within = boundsOf(aggregate, measurement);
  if (within === undefined) return measurement[aggregate];
  return bound === 'at-most' ? within.high : within.low;
}

/** The bucket of a percentile that has no exact value. */
export function boundsOf(
  aggregate: Aggregate,
  { bounds = {} }: Measurement,
): BucketBounds | undefined {
  return aggregate === 'avg' || aggregate === 'min' || aggregate === 'total'
    ? undefined
    : bounds[aggregate];
}

/** Edges of a bucket, in the unit of the metric. */
export type BucketBounds = { readonly low: number; readonly high: number };

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
export function failuresLeftOut(
  aggregate: Aggregate,
  measurement: Measurement,
): string | undefined {
  const { count, failed, leftOut } = measurement;
  if (leftOut !== undefined) {
    const isCounted = !Number.isNaN(countedPercentile(aggregate, measurement));
    return isCounted ? undefined : formatNumber(leftOut.requests);
  }
  if (failed === 0 || !SURVIVORS_ONLY.has(aggregate)) return undefined;
  return `${formatNumber(failed)} of ${formatNumber(count)}`;
}
