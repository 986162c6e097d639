import { requestsOfLook } from '../../stream/stage/arrivals.ts';
import { VERDICT_ERROR } from '../enough-samples.ts';
import type { Evidenced } from './decide-share.ts';

/**
 * The error that a look may spend, so that all looks together, however many there are, spend no more than a single verdict
 * does: the sum of 1 / (k (k + 1)) is 1.
 * @param look 1 for the first
 */
export function errorAtLook(look: number): number {
  return VERDICT_ERROR / (look * (look + 1));
}

/**
 * Decides at the first look that does; where none does, at a last look at everything.
 * @param firstLook requests of the first look; each later one has twice as many
 * @param total requests that there are
 * @param decideAt decides by the first so many requests in order of arrival
 */
export function decideInLooks<Decided extends { readonly verdict: Evidenced }>(
  firstLook: number,
  total: number,
  decideAt: (requests: number, error: number) => Decided,
): Decided {
  let look = 1;
  for (; requestsOfLook(firstLook, look) < total; look += 1) {
    const decided = decideAt(requestsOfLook(firstLook, look), errorAtLook(look));
    if (decided.verdict !== 'inconclusive') return decided;
  }
  return decideAt(total, errorAtLook(look));
}
