/** Times between arrivals, the first counted from zero. */
export function gapsOf(times: Float64Array): number[] {
  return Array.from(times, (time, index) => time - (times[index - 1] ?? 0));
}

/**
 * Kolmogorov-Smirnov: the largest distance between the distribution of the gaps and the exponential one of mean 1,
 * times the square root of their number. It exceeds 1.95 in 1 of 1,000 samples of the right distribution.
 */
export function exponentialDistance(gaps: readonly number[]): number {
  const ascending = gaps.toSorted((a, b) => a - b);
  const count = ascending.length;
  let largest = 0;
  for (const [index, gap] of ascending.entries()) {
    const expected = 1 - Math.exp(-gap);
    largest = Math.max(largest, (index + 1) / count - expected, expected - index / count);
  }
  return largest * Math.sqrt(count);
}

/** Variance over mean of the numbers of arrivals in bins: 1 for a Poisson process. */
export function dispersion(times: Float64Array, until: number, binWidth: number): number {
  const counts = new Float64Array(Math.floor(until / binWidth));
  for (const time of times) {
    const bin = Math.floor(time / binWidth);
    if (bin < counts.length) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return squares / (counts.length - 1) / mean;
}

/** Correlation of each gap with the next: 0 for a Poisson process, within about 3 / √n. */
export function serialCorrelation(gaps: readonly number[]): number {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  let product = 0;
  let squares = 0;
  for (const [index, gap] of gaps.entries()) {
    squares += (gap - mean) ** 2;
    const next = gaps[index + 1];
    if (next !== undefined) product += (gap - mean) * (next - mean);
  }
  return product / squares;
}
