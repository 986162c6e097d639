import { boundsOfShare } from '../../stats/distribution/binomial.ts';
import { boundsOfMean } from '../../stats/dependence/mean-bounds.ts';
import { sortAscending } from '../../stats/quantile.ts';
import type { Criterion } from '../criterion.ts';
import { allowedShare, countBadOf } from './bad-of-evidence.ts';
import type { BadCount } from './bad-values.ts';
import { decideShare, neededToDecide, type Evidenced } from './decide-share.ts';
import type { Evidence } from './evidence.ts';
import { boundsOfQuantile, type Bounds } from './rank-bounds.ts';

/** A decision on a criterion, and the evidence for it. */
export interface Decision {
  readonly verdict: Evidenced;
  /**
   * One-sided bounds of the judged value, in the unit of the metric: each is on the wrong side with at most the probability
   * `error`. Infinite on a side with too few values for a bound.
   */
  readonly bounds: Bounds;
  /** Number of requests. */
  readonly requests: number;
  /** Of percentiles and shares: the effective number of independent values. */
  readonly effective?: number;
  /** Requests that would decide at the observed rate of misses; `NaN` where decided or undecidable. */
  readonly neededRequests: number;
}

/** The threshold to decide on. */
export interface Question {
  readonly bound: Criterion['bound'];
  readonly threshold: number;
  /** Highest probability of a wrong verdict, for each kind of mistake. */
  readonly error: number;
}

/** The decision without any value. */
export const WITHOUT_VALUES: Decision = {
  verdict: 'inconclusive',
  bounds: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
  requests: 0,
  neededRequests: Number.NaN,
};

/** Decides a criterion: met or missed where the opposite explains the values with at most the probability `error`, else inconclusive. */
export function decide(evidence: Evidence, question: Question): Decision {
  const values = evidence.kind === 'share' ? evidence.hits : evidence.values;
  if (values.length === 0) return WITHOUT_VALUES;
  switch (evidence.kind) {
    case 'percentile':
      return decidePercentile(evidence, question);
    case 'share':
      return decideShareOfRequests(evidence, question);
    case 'mean':
      return decideMean(evidence, question);
  }
}

function decidePercentile(
  evidence: Extract<Evidence, { kind: 'percentile' }>,
  question: Question,
): Decision {
  const { probability, values, perRequest } = evidence;
  const { bound, error } = question;
  const counted = countBadOf(evidence, question);
  const allowed = bound === 'at-most' ? 1 - probability : probability;
  const requests = perRequest?.length ?? values.length;
  const { effective } = counted;
  return {
    verdict: decideShare(counted, allowed, error),
    bounds: boundsOfQuantile(sortAscending(values), { probability, effective, error }),
    requests,
    effective,
    neededRequests: neededRequests(counted, { allowed, error, requests }),
  };
}

/** Whether the counted value itself is compared: an allowed share of 0 or 1, which no number of requests could decide. */
export function isAsCounted(
  { kind }: Pick<Evidence, 'kind'>,
  limit: Pick<Question, 'bound' | 'threshold'>,
): boolean {
  if (kind !== 'share') return false;
  const allowed = allowedShare(limit);
  return allowed <= 0 || allowed >= 1;
}

function decideShareOfRequests(
  evidence: Extract<Evidence, { kind: 'share' }>,
  { bound, threshold, error }: Question,
): Decision {
  const isHitBad = bound === 'at-most';
  const allowed = allowedShare({ bound, threshold });
  const counted = countBadOf(evidence, { bound, threshold });
  const { bad, count, effective } = counted;
  const ofBad = boundsOfShare((bad * effective) / count, effective, error);
  const bounds = isHitBad ? ofBad : { low: 1 - ofBad.high, high: 1 - ofBad.low };
  if (isAsCounted({ kind: 'share' }, { bound, threshold })) {
    const verdict = bad <= allowed * count ? 'met' : 'missed';
    return { verdict, bounds, requests: count, effective, neededRequests: Number.NaN };
  }
  return {
    verdict: decideShare(counted, allowed, error),
    bounds,
    requests: count,
    effective,
    neededRequests: neededRequests(counted, { allowed, error, requests: count }),
  };
}

function neededRequests(
  counted: BadCount,
  { allowed, error, requests }: { allowed: number; error: number; requests: number },
): number {
  if (decideShare(counted, allowed, error) !== 'inconclusive') return Number.NaN;
  return Math.ceil((neededToDecide(counted, allowed, error) * requests) / counted.count);
}

function decideMean(
  { values }: Extract<Evidence, { kind: 'mean' }>,
  { bound, threshold, error }: Question,
): Decision {
  const { low, high, mean } = boundsOfMean(values, error);
  const requests = values.length;
  const [good, bad] = bound === 'at-most' ? [high, low] : [low, high];
  const isMet = bound === 'at-most' ? good <= threshold : good >= threshold;
  const isMissed = bound === 'at-most' ? bad > threshold : bad < threshold;
  if (isMet || isMissed) {
    const verdict = isMet ? 'met' : 'missed';
    return { verdict, bounds: { low, high }, requests, neededRequests: Number.NaN };
  }
  // The distance of bounds from the mean shrinks with the root of the number of requests.
  const reach = (threshold > mean ? high - mean : mean - low) / Math.abs(threshold - mean);
  const needed = Math.ceil(requests * reach * reach);
  return {
    verdict: 'inconclusive',
    bounds: { low, high },
    requests,
    neededRequests: Number.isFinite(needed) ? needed : Number.NaN,
  };
}
