import { chanceOfAtLeast, chanceOfAtMost } from '../../stats/distribution/binomial.ts';
import type { BadCount } from './bad-values.ts';

/** What the evidence shows about a criterion. */
export type Evidenced = 'met' | 'missed' | 'inconclusive';

/** Higher counts are no advice. */
const MOST_NEEDED = 1e8;

/** Decides whether a share of bad values is at most the allowed one. Either verdict is wrong with at most the probability `error`. */
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
 * Approximate smallest number of values that decides at the observed share of bad values and dependence, with a whole number of
 * bad ones; `NaN` where none does, since the observed share equals the allowed one or is too close to it.
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

/** The smallest number of independent values that meets the allowed share with this many bad ones; `NaN` above 1e8. */
export function neededWithBad(bad: number, allowed: number, error: number): number {
  return leastWith(bad + 1, (count) => chanceOfAtMost(bad, count, allowed) <= error);
}

/** The smallest number from `first` on for which a monotonic condition holds; `NaN` beyond the limit of advice. */
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
