import { quantileOfSorted, sortAscending } from './quantile.ts';
import { twoSidedProbability, twoSidedQuantile } from './distribution/student-t.ts';

/** An estimate with its errors to either side. */
export interface Effect {
  /** Zero is no difference; infinite where one side has no finite value. */
  readonly estimate: number;
  /** Standard errors towards smaller and larger values; they differ where estimates are skewed. */
  readonly errorBelow: number;
  readonly errorAbove: number;
  /** Of Student's t distribution of estimate / error. */
  readonly degreesOfFreedom: number;
  /** Exact probability, where the estimate is infinite and has no errors. */
  readonly probability?: number;
  /**
   * Residuals of each run, where the effect comes from runs that vary, in the same order of runs for all figures of
   * the same runs.
   */
  readonly rests?: readonly number[];
}

/** Probability of an estimate this far from zero without a difference (p-value). */
export function probabilityOf(effect: Effect): number {
  const { estimate, errorBelow, errorAbove, degreesOfFreedom, probability } = effect;
  if (probability !== undefined) return probability;
  if (estimate === 0) return 1;
  const towardsZero = estimate > 0 ? errorBelow : errorAbove;
  return twoSidedProbability(estimate / towardsZero, degreesOfFreedom);
}

/**
 * The interval of an effect. It excludes zero exactly when {@link probabilityOf} is below its error probability.
 * @param miss error probability of the interval: 0.05 for 95%
 */
export function intervalOf(effect: Effect, miss: number): { low: number; high: number } {
  const { estimate, errorBelow, errorAbove, degreesOfFreedom, probability } = effect;
  if (probability !== undefined) {
    const isSure = probability <= miss;
    return {
      low: isSure && estimate > 0 ? 0 : Number.NEGATIVE_INFINITY,
      high: isSure && estimate < 0 ? 0 : Number.POSITIVE_INFINITY,
    };
  }
  const reach = twoSidedQuantile(miss, degreesOfFreedom);
  return {
    low: errorBelow === 0 ? estimate : estimate - reach * errorBelow,
    high: errorAbove === 0 ? estimate : estimate + reach * errorAbove,
  };
}

/** Probability of detecting the smallest detectable difference. */
const POWER = 0.8;

/**
 * The smallest true difference that is detected with a probability of 80%, with the given errors. `NaN` where an
 * infinite estimate has none.
 */
export function smallestSeen(effect: Effect, miss: number): number {
  const { errorBelow, errorAbove, degreesOfFreedom, probability } = effect;
  if (probability !== undefined) return Number.NaN;
  const reach =
    twoSidedQuantile(miss, degreesOfFreedom) + twoSidedQuantile(2 * (1 - POWER), degreesOfFreedom);
  return reach * Math.max(errorBelow, errorAbove);
}

/** Two-sided 95% of the normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * The effect of bootstrapped differences: at 95% its interval is that of their percentiles, except for what few
 * blocks and the t distribution add; at other levels it goes as far as a normal distribution would.
 * @param differences `NaN` where both sides were infinite: they may then differ by anything
 * @param widening factor on the errors
 */
export function effectOfReplicates(
  estimate: number,
  differences: Float64Array,
  widening: number,
  degreesOfFreedom: number,
): Effect {
  if (!Number.isFinite(estimate)) {
    const against = differences.filter((one) => !(estimate > 0 ? one > 0 : one < 0)).length;
    const probability = Math.min(1, (2 * (against + 1)) / (differences.length + 1));
    return { estimate, errorBelow: Infinity, errorAbove: Infinity, degreesOfFreedom, probability };
  }
  const lowest = differences.map((one) => (Number.isNaN(one) ? -Infinity : one));
  const highest = differences.map((one) => (Number.isNaN(one) ? Infinity : one));
  const below = estimate - quantileOfSorted(sortAscending(lowest), 0.025);
  const above = quantileOfSorted(sortAscending(highest), 0.975) - estimate;
  return {
    estimate,
    errorBelow: (Math.max(0, below) / Z_95) * widening,
    errorAbove: (Math.max(0, above) / Z_95) * widening,
    degreesOfFreedom,
  };
}
