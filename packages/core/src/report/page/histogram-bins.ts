/** Number of bins in a histogram. */
const BINS = 60;

/** Bins are logarithmic from this ratio of the largest to the smallest value. */
const LOGARITHMIC_FROM = 30;

/**
 * Bin edges for ascending lists of values: of equal width, or of equal ratio when the values span about 1.5 decades or
 * more. Every value lies in a bin.
 */
export function binEdges(lists: readonly Float64Array[]): number[] {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    least = Math.min(least, list.at(0) ?? least);
    largest = Math.max(largest, list.at(-1) ?? largest);
  }
  if (!(largest >= least)) return [];
  if (largest === least) {
    const half = Math.max(Math.abs(least) * 0.05, 0.001);
    return [least - half, least + half];
  }
  const isLogarithmic = least > 0 && largest / least >= LOGARITHMIC_FROM;
  return Array.from({ length: BINS + 1 }, (_, index) => {
    // The outer edges are exact, so that rounding leaves no value outside.
    if (index === 0) return least;
    if (index === BINS) return largest;
    const share = index / BINS;
    return isLogarithmic ? least * (largest / least) ** share : least + (largest - least) * share;
  });
}

/** Counts ascending values per bin; a value on an edge counts in the bin above, the largest in the last. */
export function countInBins(ascending: Float64Array, edges: readonly number[]): number[] {
  const counts = Array.from({ length: Math.max(0, edges.length - 1) }, () => 0);
  let bin = 0;
  for (const value of ascending) {
    while (bin < counts.length - 1 && value >= (edges[bin + 1] ?? Infinity)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
