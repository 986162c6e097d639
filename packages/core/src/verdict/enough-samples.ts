import type { Aggregate } from '../metric/metric.ts';
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
