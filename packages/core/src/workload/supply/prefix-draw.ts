import { createRandom } from '../random.ts';
import type { TextKey } from '../text/run-words.ts';

/** Which prompts have a prefix, and which of several. */
export interface PrefixGroups {
  /** Number of distinct prefixes. */
  readonly groups: number;
  /** Share of prompts that have one, above 0 and at most 1; drawn for each. */
  readonly share: number;
  /** Exponent of Zipf's law over the prefixes, the first the most frequent; prompts take them in turn when absent. */
  readonly zipf?: number;
}

/** Draws the prefix of each prompt. It depends on the seed and the key of the prompt alone. */
export class PrefixDraw {
  readonly #groups: number;
  readonly #share: number;
  readonly #seed: number;
  /** Probability of each prefix or one before it, by Zipf's law. */
  readonly #cumulative: Float64Array | undefined;

  constructor({ groups, share, zipf }: PrefixGroups, seed: number) {
    this.#groups = groups;
    this.#share = share;
    this.#seed = seed;
    this.#cumulative = zipf === undefined ? undefined : zipfCumulative(groups, zipf);
  }

  /** From 0; undefined for a prompt without a prefix. */
  groupOf({ label, number }: TextKey): number | undefined {
    if (this.#share === 1 && this.#cumulative === undefined) return number % this.#groups;
    const random = createRandom(this.#seed, `prefix ${number} of ${label}`);
    if (random.fraction() >= this.#share) return undefined;
    return this.#cumulative === undefined
      ? number % this.#groups
      : placeOf(this.#cumulative, random.fraction());
  }
}

function zipfCumulative(groups: number, exponent: number): Float64Array {
  const weights = Float64Array.from({ length: groups }, (_, group) => (group + 1) ** -exponent);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum / whole;
  });
}

/** The first place whose cumulative probability exceeds a fraction. */
function placeOf(cumulative: Float64Array, fraction: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 1) > fraction) high = middle;
    else low = middle + 1;
  }
  return low;
}
