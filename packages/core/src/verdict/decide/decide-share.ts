import { chanceOfAtLeast, chanceOfAtMost } from '../../stats/binomial.ts';
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
 * The least number of values that decides at the share of bad ones and the dependence seen; `NaN` where none does: the share
 * seen is the share allowed, or too near.
 */
export function neededToDecide(
  { bad, count, effective }: BadCount,
  allowed: number,
  error: number,
): number {
  const share = bad / count;
  const isDecided = (needed: number): boolean => {
    const scaled = (needed * effective) / count;
    return decideScaled(share * scaled, scaled, { allowed, error }) !== 'inconclusive';
  };
  let high = 1;
  while (!isDecided(high)) {
    high *= 2;
    if (high > MOST_NEEDED) return Number.NaN;
  }
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isDecided(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The least number of independent values that decides that a share of bad ones is at most the allowed one, with so many bad. */
export function neededWithBad(bad: number, allowed: number, error: number): number {
  let high = bad + 1;
  while (chanceOfAtMost(bad, high, allowed) > error) high *= 2;
  let low = Math.max(bad, Math.floor(high / 2));
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (chanceOfAtMost(bad, middle, allowed) <= error) high = middle;
    else low = middle;
  }
  return high;
}
