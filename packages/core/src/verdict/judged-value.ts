import { formatNumber } from '../metric/format/format-value.ts';
import type { Measurement } from '../metric/measure/measurement.ts';
import type { Aggregate } from '../metric/metric.ts';
import type { Criterion } from './criterion.ts';

/** Aggregates that exclude failed requests, and so improve with their number. */
export const SURVIVORS_ONLY: ReadonlySet<Aggregate> = new Set(['avg', 'min', 'total']);

/**
 * The number that a criterion compares with its threshold. Where failed requests have no value, a percentile counts each as
 * infinite, if it has a rank. For a percentile known only by its bucket, the worse end counts.
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

/** A percentile that includes failed requests without a value; `NaN` for other aggregates and without such requests. */
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

/** How many failed requests the judged number excludes, and of how many attempts; undefined when it includes all. */
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
