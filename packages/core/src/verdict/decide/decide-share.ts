import { chanceOfAtLeast, chanceOfAtMost } from '../../stats/distribution/binomial.ts';
import type { BadCount } from './bad-values.ts';

/** What evidence says of a criterion. */
export type Evidenced = 'met' | 'missed' | 'inconclusive';

/** Counts beyond this are no advice, and none is given. */
const MOST_NEEDED = 1e8;

/** Whether a share of bad values is at most the one allowed: both answers are wrong with at most the error. */
export function decideShare(
  { bad, count, effective }: BadCount,
  allowed: number,
  error: number,
): Evidenced {
  return decideScaled((bad * effective) / count, effective, { allowed, error });
}

interface ShareTest {
  readonly allowed: number;
  readonly error: number;
}

function decideScaled(bad: number, count: number, { allowed, error }: ShareTest): Evidenced {
  if (chanceOfAtMost(bad, count, allowed) <= error) return 'met';
  return chanceOfAtLeast(bad, count, allowed) <= error ? 'missed' : 'inconclusive';
}

/**
 * About the least number of values that decides at the share of bad ones and the dependence seen, of which a whole number is
 * bad; `NaN` where none does: the share seen is the share allowed, or too near.
 */
export function neededToDecide(
  { bad, count, effective }: BadCount,
  allowed: number,
  error: number,
): number {
  const share = bad / count;
  const scale = effective / count;
  const isDecided = (badOnes: number, needed: number): boolean =>
    decideScaled(badOnes * scale, needed * scale, { allowed, error }) !== 'inconclusive';
  const atShare = leastWith(1, (needed) => isDecided(share * needed, needed));
  const whole = Math.ceil(share * atShare);
  return share < allowed
    ? leastWith(atShare, (needed) => isDecided(whole, needed))
    : Math.max(atShare, Math.floor(whole / share));
}

/** The least number of independent values that decides that a share of bad ones is at most the allowed one, with so many bad. */
export function neededWithBad(bad: number, allowed: number, error: number): number {
  return leastWith(bad + 1, (count) => chanceOfAtMost(bad, count, allowed) <= error);
}

/** The least number, of those from `first` on, for which something holds that holds from there on; `NaN` beyond all advice. */
function leastWith(first: number, holds: (count: number) => boolean): number {
  let low = first - 1;
  let high = first;
  while (!holds(high)) {
    low = high;
    high *= 2;
    if (!(high <= MOST_NEEDED)) return Number.NaN;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
