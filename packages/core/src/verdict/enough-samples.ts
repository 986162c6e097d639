import { interTokenLatency } from '../metric/inter-token-latency.ts';
import type { Aggregate } from '../metric/metric.ts';
import type { Criterion } from './criterion.ts';
import { neededWithBad } from './decide/decide-share.ts';
import { probabilityOf } from './decide/evidence.ts';

/** Probability that a verdict is wrong, of each kind. */
export const VERDICT_ERROR = 0.05;

/**
 * Values that an aggregate needs before a limit on it can be met: of a percentile as many as make it likely enough, by order
 * statistics, that one of them would be beyond. p95 needs 59, p99 needs 299. The other aggregates need one.
 * @param misses values beyond the limit that are allowed for; 0 when absent
 */
export function neededCount(aggregate: Aggregate, misses = 0, error = VERDICT_ERROR): number {
  const probability = probabilityOf(aggregate);
  return probability === undefined ? 1 : neededWithBad(misses, 1 - probability, error);
}

/**
 * Requests that a stage needs before a criterion on it can be met, if none of them misses: 1 where the value is as counted, or
 * a request has many values.
 * @param error probability that a verdict is wrong
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
