import { interTokenLatency } from '../metric/latency/inter-token-latency.ts';
import type { Aggregate } from '../metric/metric.ts';
import type { Criterion } from './criterion.ts';
import { neededWithBad } from './decide/decide-share.ts';
import { probabilityOf } from './decide/evidence.ts';

/** Highest probability of a wrong verdict, for each kind of mistake. */
export const VERDICT_ERROR = 0.05;

/**
 * Number of values that an aggregate needs before it can meet a threshold, by order statistics: p95 needs 59, p99 needs 299.
 * Aggregates other than percentiles need one.
 * @param misses values beyond the threshold; 0 when absent
 * @param error highest probability of a wrong verdict; 0.05 when absent
 */
export function neededCount(aggregate: Aggregate, misses = 0, error = VERDICT_ERROR): number {
  const probability = probabilityOf(aggregate);
  return probability === undefined ? 1 : neededWithBad(misses, 1 - probability, error);
}

/**
 * Number of requests that a stage needs to meet a criterion, if none of them misses: 1 where the value is compared
 * as counted, or a request has many values.
 * @param error highest probability of a wrong verdict; 0.05 when absent
 */
export function neededRequests(
  { metric, aggregate, bound }: Criterion,
  threshold: number,
  error = VERDICT_ERROR,
): number {
  if (metric.of !== 'stage' || metric.name === interTokenLatency.name) return 1;
  const probability = probabilityOf(aggregate);
  if (probability !== undefined) {
    return neededWithBad(0, bound === 'at-most' ? 1 - probability : probability, error);
  }
  if (metric.isShareOfRequests !== true || aggregate !== 'avg') return 1;
  const allowed = bound === 'at-most' ? threshold : 1 - threshold;
  return allowed > 0 && allowed < 1 ? neededWithBad(0, allowed, error) : 1;
}
