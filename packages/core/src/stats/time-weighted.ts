/** Weights of many values: an array, or computed on access. */
export interface Weights {
  readonly length: number;
  at(index: number): number | undefined;
}

/** How long each sample held, as in {@link holdNs}, computed on access for millions of samples. */
export class HeldNs implements Weights {
  readonly #timeNs: ArrayLike<number>;
  readonly #endNs: number;

  constructor(timeNs: ArrayLike<number>, endNs: number) {
    this.#timeNs = timeNs;
    this.#endNs = endNs;
  }

  get length(): number {
    return this.#timeNs.length;
  }

  at(index: number): number {
    const fromNs = this.#timeNs[index] ?? Number.NaN;
    return Math.max(0, (this.#timeNs[index + 1] ?? this.#endNs) - fromNs);
  }
}

/**
 * How long each sample held: until the next one, and the last one until `endNs`.
 * Irregular samples thus weigh the time that they represent; a late tick has no effect.
 * @param timeNs ascending
 * @param endNs end of the observed time; a last sample after it weighs nothing
 * @returns nanoseconds, one for each sample
 */
export function holdNs(timeNs: ArrayLike<number>, endNs: number): Float64Array {
  const held = new HeldNs(timeNs, endNs);
  return new Float64Array(held.length).map((_, index) => held.at(index));
}

/**
 * The average of values by weight, between the least and the largest of them.
 * When no value has a weight (one sample at the very end of the time), all weigh the same.
 * @returns `NaN` for no values
 */
export function weightedAverage(values: ArrayLike<number>, weights: Weights): number {
  let weightSum = 0;
  let productSum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    const weight = weights.at(index) ?? Number.NaN;
    if (weight === 0) continue;
    weightSum += weight;
    productSum += value * weight;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (weightSum === 0) return average(values);
  return Math.min(max, Math.max(min, productSum / weightSum));
}

/** The average of values of equal weight; `NaN` for no values. */
export function average(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : sumOf(values) / values.length;
}

/** The sum of values; 0 for none. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? Number.NaN;
  return sum;
}
