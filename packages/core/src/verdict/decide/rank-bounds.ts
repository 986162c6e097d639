import { chanceOfAtLeast, chanceOfAtMost } from '../../stats/distribution/binomial.ts';

/** One-sided bounds of a value: each is on the wrong side with at most a stated probability. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Distribution-free bounds of a quantile from order statistics (David and Nagaraja, Order Statistics, 7.1).
 * @param ascending `Infinity` for failed requests
 * @param effective the effective number of independent values
 * @returns in the unit of the values; infinite on a side with too few values for a bound
 */
export function boundsOfQuantile(
  ascending: Float64Array,
  { probability, effective, error }: { probability: number; effective: number; error: number },
): Bounds {
  const count = ascending.length;
  const scale = effective / count;
  const above = 1 - probability;
  // The fewest and the most values above the quantile that are explained by chance.
  const fewest = largestWith(
    count,
    (over) => chanceOfAtMost(over * scale, effective, above) <= error,
  );
  const most = largestWith(
    count,
    (over) => chanceOfAtLeast(over * scale, effective, above) > error,
  );
  return {
    low: most >= count ? Number.NEGATIVE_INFINITY : (ascending[count - 1 - most] ?? Number.NaN),
    high: fewest < 0 ? Number.POSITIVE_INFINITY : (ascending[count - 1 - fewest] ?? Number.NaN),
  };
}

/** The largest count up to a limit for which a monotonic condition holds; -1 where it holds for none. */
function largestWith(limit: number, holds: (count: number) => boolean): number {
  let low = -1;
  let high = limit + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
