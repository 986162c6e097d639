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
 * Decides at the first look that finds what the look before it found; where none does, at a last look at everything. One
 * look alone may lie within a single wave, and its few requests do not show that: without the second, 30% of the stages whose
 * neighbors are alike by 0.9 would pass at the percentile itself, and with it 2.5%.
 * @param firstLook requests of the first look; each later one has twice as many
 * @param total requests that there are
 * @param decideAt decides by the first so many requests in order of arrival
 */
export function decideInLooks<Decided extends { readonly verdict: Evidenced }>(
  firstLook: number,
  total: number,
  decideAt: (requests: number, error: number) => Decided,
): Decided {
  let before: Evidenced = 'inconclusive';
  let look = 1;
  for (; requestsOfLook(firstLook, look) < total; look += 1) {
    const decided = decideAt(requestsOfLook(firstLook, look), errorAtLook(look));
    if (isConfirmed(decided.verdict, before)) return decided;
    before = decided.verdict;
  }
  return decideAt(total, errorAtLook(look));
}

/** Whether a look finds what the look before it found. */
function isConfirmed(verdict: Evidenced, before: Evidenced): boolean {
  return verdict !== 'inconclusive' && verdict === before;
}

/**
 * Whether one of the first looks decides, as {@link decideInLooks} does before its last.
 * @param looks that have been made
 */
export function isDecidedWithin(looks: number, verdictAt: (look: number) => Evidenced): boolean {
  let before: Evidenced = 'inconclusive';
  for (let look = 1; look <= looks; look += 1) {
    const verdict = verdictAt(look);
    if (isConfirmed(verdict, before)) return true;
    before = verdict;
  }
  return false;
}
