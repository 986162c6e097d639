import { serialInflation } from '../../stats/dependence/serial-dependence.ts';
import { quantileOfSorted, sortAscending } from '../../stats/quantile.ts';

/** Fewer values show no difference. */
const LEAST_VALUES = 20;

/** A median with its confidence interval, all in ms. */
export interface MedianInterval {
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * The median of times, by order statistics; the interval is wider where neighbors are alike. Undefined for few values.
 * @param deviations half the width of the interval, in standard deviations
 */
export function medianInterval(
  timesInOrderMs: Float64Array,
  deviations: number,
): MedianInterval | undefined {
  const count = timesInOrderMs.length;
  if (count < LEAST_VALUES) return undefined;
  const half = (deviations * Math.sqrt(serialInflation(timesInOrderMs) / count)) / 2;
  const sorted = sortAscending(timesInOrderMs);
  return {
    ms: quantileOfSorted(sorted, 0.5),
    lowMs: quantileOfSorted(sorted, Math.max(0, 0.5 - half)),
    highMs: quantileOfSorted(sorted, Math.min(1, 0.5 + half)),
  };
}
