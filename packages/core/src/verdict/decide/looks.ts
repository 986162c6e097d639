import { requestsOfLook } from '../../stream/stage/arrivals.ts';
import { VERDICT_ERROR } from '../enough-samples.ts';
import type { Evidenced } from './decide-share.ts';

/**
 * The error that a look may spend. All looks together spend no more than a single verdict: the sum of
 * 1 / (k (k + 1)) is 1.
 * @param look 1 for the first
 */
export function errorAtLook(look: number): number {
  return VERDICT_ERROR / (look * (look + 1));
}

/**
 * Requests of a look that decides alone; a smaller look may fall within a single wave. In simulations with an
 * autocorrelation of 0.9, 30% of the stages passed at the true percentile without this rule, and 4.5% with it.
 */
const DECIDES_ALONE = 256;

/** Decides by the first `requests` in order of arrival. */
type DecideAt<Decided> = (requests: number, error: number) => Decided;

/**
 * Decides at the first look that does: a look at 256 requests or more alone, a smaller one when the look before it found the
 * same. Otherwise a last look at all requests decides.
 * @param firstLook requests of the first look; each later look has twice as many
 * @param total number of all requests
 */
export function decideInLooks<Decided extends { readonly verdict: Evidenced }>(
  firstLook: number,
  total: number,
  decideAt: DecideAt<Decided>,
): Decided {
  let looks = 0;
  while (requestsOfLook(firstLook, looks + 1) < total) looks += 1;
  return decideWithin(firstLook, looks, decideAt) ?? decideAt(total, errorAtLook(looks + 1));
}

/**
 * The decision of the first look that decides, as {@link decideInLooks} makes it before its last look.
 * @param looks number of looks so far
 * @returns undefined where none of them decides
 */
export function decideWithin<Decided extends { readonly verdict: Evidenced }>(
  firstLook: number,
  looks: number,
  decideAt: DecideAt<Decided>,
): Decided | undefined {
  let before: Evidenced = 'inconclusive';
  for (let look = 1; look <= looks; look += 1) {
    const requests = requestsOfLook(firstLook, look);
    const decided = decideAt(requests, errorAtLook(look));
    const { verdict } = decided;
    const isFinal = requests >= DECIDES_ALONE || verdict === before;
    if (verdict !== 'inconclusive' && isFinal) return decided;
    before = verdict;
  }
  return undefined;
}
