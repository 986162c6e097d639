import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Probability of at most this many successes. Uses the incomplete beta function, so that counts may be fractional: those of
 * dependent values are scaled to their effective number.
 * @param trials above 0
 * @param probability of one success, 0 to 1
 * @returns 0 to 1
 */
export function chanceOfAtMost(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(trials - successes, successes + 1, 1 - probability);
}

/** Probability of at least this many successes, as {@link chanceOfAtMost}. */
export function chanceOfAtLeast(successes: number, trials: number, probability: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(successes, trials - successes + 1, probability);
}

/** Halvings of the interval from 0 to 1, down to the last bit of a double. */
const HALVINGS = 60;

/**
 * One-sided bounds of the probability of a success, after Clopper and Pearson (1934). Each is on the wrong side with at most
 * the probability `error`.
 * @param error above 0, below 1: 0.05 for 95% bounds
 * @returns 0 to 1
 */
export function boundsOfShare(
  successes: number,
  trials: number,
  error: number,
): { low: number; high: number } {
  return {
    low: smallestWith((share) => chanceOfAtLeast(successes, trials, share) > error),
    high: smallestWith((share) => chanceOfAtMost(successes, trials, share) <= error),
  };
}

/** The smallest share, 0 to 1, from which a monotonic condition holds; 1 where it never does. */
function smallestWith(holds: (share: number) => boolean): number {
  if (holds(0)) return 0;
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
