import { sortAscending } from './quantile.ts';
import type { Weights } from './time-weighted.ts';

/** Values with the share of the weight at or below each. */
export interface WeightedDistribution {
  /** Distinct, ascending. */
  readonly values: Float64Array;
  /** Weight at or below the value of the same index, ascending. */
  readonly cumulativeWeights: Float64Array;
}

/**
 * Sorts values with their weights. Equal values are joined first: RSS comes in pages and mostly
 * does not change, so that an hour of samples has few distinct values and the sort is cheap.
 * When no value has a weight, all weigh the same.
 */
export function weightedDistribution(
  values: ArrayLike<number>,
  weights: Weights,
): WeightedDistribution {
  const weighed = weightByValue(values, (index) => weights.at(index) ?? 0);
  const weightOf = weighed.size === 0 ? weightByValue(values, () => 1) : weighed;
  const distinct = sortAscending([...weightOf.keys()]);
  let sum = 0;
  const cumulativeWeights = distinct.map((value) => (sum += weightOf.get(value) ?? 0));
  return { values: distinct, cumulativeWeights };
}

/** The weight of each distinct value that has any. */
function weightByValue(
  values: ArrayLike<number>,
  weightAt: (index: number) => number,
): Map<number, number> {
  const weightOf = new Map<number, number>();
  for (let index = 0; index < values.length; index += 1) {
    const weight = weightAt(index);
    if (!(weight > 0)) continue;
    const value = values[index] ?? Number.NaN;
    weightOf.set(value, (weightOf.get(value) ?? 0) + weight);
  }
  return weightOf;
}

/**
 * The smallest value that at least `probability` of the weight lies at or below: for samples over time, the
 * level that memory stayed at or below for that share of the time.
 * @param probability from 0 to 1
 * @returns `NaN` for no values
 */
export function weightedQuantile(distribution: WeightedDistribution, probability: number): number {
  const { values, cumulativeWeights } = distribution;
  const last = values.length - 1;
  if (last < 0) return Number.NaN;
  const wanted = (cumulativeWeights[last] ?? 0) * Math.min(1, Math.max(0, probability));
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulativeWeights[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  return values[low] ?? Number.NaN;
}
