import type { Aggregate } from '../metric/metric.ts';

/**
 * Values that a percentile needs before it can be judged: below 60, p95 is little more than the maximum; p99 needs 200.
 * The other aggregates need one.
 */
export function neededCount(aggregate: Aggregate): number {
  switch (aggregate) {
    case 'p95':
      return 60;
    case 'p99':
      return 200;
    case 'max':
    case 'min':
    case 'avg':
    case 'p50':
    case 'p90':
    case 'total':
      return 1;
  }
}
