import { incompleteBeta } from './incomplete-beta.ts';

/** Beyond these the distribution is the normal one for every purpose, and the fraction below would converge slowly. */
const MAX_DEGREES = 1e6;

/**
 * Probability that Student's t is at least this far from zero, on either side.
 * @param degreesOfFreedom above 0, also fractional; `Infinity` for the normal distribution
 */
export function twoSidedProbability(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || Number.isNaN(degreesOfFreedom)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const degrees = Math.min(MAX_DEGREES, degreesOfFreedom);
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

/**
 * The distance from zero that Student's t reaches or passes, on either side, with this probability.
 * @param probability above 0, at most 1: 0.05 for an interval of 95%
 */
export function twoSidedQuantile(probability: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (twoSidedProbability(high, degreesOfFreedom) > probability && high < 1e300) high *= 2;
  for (let step = 0; step < 80 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (twoSidedProbability(middle, degreesOfFreedom) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
