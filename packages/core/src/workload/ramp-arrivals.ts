import { poissonArrivals } from './arrivals.ts';
import type { Random } from './random.ts';

/**
 * Arrival times of a Poisson process whose rate changes linearly. The sampling is exact: the times of a process of rate 1 are
 * mapped through the inverse of the expected number of arrivals,
 * `from t + (to - from) t² / 2` for a length of 1.
 * @param fromCount rate at the beginning, in arrivals per length of the ramp
 * @param toCount rate at the end, in the same unit
 * @returns ascending times from 0 to 1
 */
export function rampArrivals(random: Random, fromCount: number, toCount: number): Float64Array {
  const slope = toCount - fromCount;
  const expected = (fromCount + toCount) / 2;
  return poissonArrivals(random, expected).map((count) => {
    // The root of the quadratic in the form without cancellation, which also holds for a slope of 0.
    const root = Math.sqrt(Math.max(0, fromCount * fromCount + 2 * slope * count));
    return Math.min(1, (2 * count) / (fromCount + root));
  });
}
