import { median } from './quantile.ts';

/** Differences of neighbors against the deviation of a normal distribution. */
const MEDIAN_TO_DEVIATION = 0.6745 * Math.SQRT2;

/**
 * Changes below this share of a series' median are immaterial, even if significant: a series with little noise would
 * be split into indistinguishable segments.
 */
const IMMATERIAL_SHARE = 0.05;

/**
 * Standard deviation of a series without changes of level: from the differences of neighbors, which a few changes
 * do not affect, and at least the immaterial share.
 */
function deviationOf(values: Float64Array): number {
  const steps = Array.from(values.subarray(1), (value, index) =>
    Math.abs(value - (values[index] ?? Number.NaN)),
  );
  const noise = median(steps) / MEDIAN_TO_DEVIATION;
  return Math.max(noise, IMMATERIAL_SHARE * Math.abs(median(values)), Number.MIN_VALUE);
}

/** A level shorter than this is an outlier, or two. */
const MIN_LEVEL_LENGTH = 3;

/** Cumulative sums, so that the cost of any segment takes constant time. */
interface RunningSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function runningSums(values: Float64Array, deviation: number): RunningSums {
  const sums = new Float64Array(values.length + 1);
  const squares = new Float64Array(values.length + 1);
  // Around its median, so that squares of large values do not cancel.
  const middle = median(values);
  for (const [index, value] of values.entries()) {
    const scaled = (value - middle) / deviation;
    sums[index + 1] = (sums[index] ?? 0) + scaled;
    squares[index + 1] = (squares[index] ?? 0) + scaled * scaled;
  }
  return { sums, squares };
}

/** Squared deviations of a part from its own mean. */
function costOf({ sums, squares }: RunningSums, from: number, to: number): number {
  const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
  return (squares[to] ?? 0) - (squares[from] ?? 0) - (sum * sum) / (to - from);
}

/**
 * Where the level of several series changes jointly: the partition of least squared deviation, with a price for
 * each change (optimal partitioning, Jackson et al. 2005; the price is twice that of the Bayesian criterion, since
 * measured values have longer tails than a normal distribution, and neighbors are similar).
 * @param series of equal length, of finite values
 * @returns index of the first value of each new level, ascending; none when there is one level only. A level has three values
 * or more.
 */
export function changePoints(series: readonly Float64Array[]): number[] {
  const count = series[0]?.length ?? 0;
  if (count < 2 * MIN_LEVEL_LENGTH) return [];
  const sums = series.map((values) => runningSums(values, deviationOf(values)));
  const price = 2 * (series.length + 1) * Math.log(count);
  // The least cost of everything before a place, and where its last level begins.
  const best = new Float64Array(count + 1);
  const begins = new Int32Array(count + 1);
  best.fill(Infinity);
  best[0] = -price;
  for (let to = MIN_LEVEL_LENGTH; to <= count; to += 1) {
    for (let from = 0; from <= to - MIN_LEVEL_LENGTH; from += 1) {
      const parts = sums.reduce((sum, one) => sum + costOf(one, from, to), 0);
      const cost = (best[from] ?? Infinity) + parts + price;
      if (cost >= (best[to] ?? Infinity)) continue;
      best[to] = cost;
      begins[to] = from;
    }
  }
  const places: number[] = [];
  for (let to = begins[count] ?? 0; to > 0; to = begins[to] ?? 0) places.push(to);
  return places.toReversed();
}
