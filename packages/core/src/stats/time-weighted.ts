/**
 * How long each sample held: until the next one, and the last one until `endNs`.
 * Samples at irregular times so weigh what they stood for; a late tick neither loses nor gains.
 * @param timeNs ascending
 * @param endNs end of the observed time; a last sample after it weighs nothing
 * @returns nanoseconds, one for each sample
 */
export function holdNs(timeNs: ArrayLike<number>, endNs: number): Float64Array {
  const heldNs = new Float64Array(timeNs.length);
  for (let index = 0; index < heldNs.length; index += 1) {
    const fromNs = timeNs[index] ?? Number.NaN;
    heldNs[index] = Math.max(0, (timeNs[index + 1] ?? endNs) - fromNs);
  }
  return heldNs;
}

/**
 * The average of values by weight, between the least and the largest of them.
 * When no value has a weight (one sample at the very end of the time), all weigh alike.
 * @returns `NaN` for no values
 */
export function weightedAverage(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let weightSum = 0;
  let productSum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    const weight = weights[index] ?? Number.NaN;
    if (weight === 0) continue;
    weightSum += weight;
    productSum += value * weight;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (weightSum === 0) return average(values);
  return Math.min(max, Math.max(min, productSum / weightSum));
}

/** The average of values that weigh alike; `NaN` for no values. */
export function average(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : sumOf(values) / values.length;
}

/** The sum of values; 0 for none. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? Number.NaN;
  return sum;
}
