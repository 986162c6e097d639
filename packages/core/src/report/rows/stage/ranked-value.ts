import type { Measurement } from '../../../metric/measure/measurement.ts';

/**
 * A percentile over all requests, as criteria judge it: failed requests rank last where they would have given a value.
 * @returns `Infinity` where it falls on a failed request
 */
export function rankedValue(
  measurement: Measurement,
  aggregate: 'p50' | 'p90' | 'p95' | 'p99' | 'max',
): number {
  const { leftOut } = measurement;
  const median = leftOut?.p50 ?? Number.NaN;
  if (leftOut === undefined || Number.isNaN(median)) return measurement[aggregate];
  if (aggregate === 'max') {
    return leftOut.requests > 0 ? Number.POSITIVE_INFINITY : measurement.max;
  }
  return leftOut[aggregate];
}
