import { drawLength, lengthBounds, type LengthBounds, type LengthSpec } from '../length-spec.ts';
import type { Random } from '../random.ts';

/** Lengths of prompts and their outputs. */
export interface LengthSpecs {
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
}

/** One kind of request in a mixture: its two lengths belong together. */
export interface LengthPair extends LengthSpecs {
  /** Of all requests, above 0; those of a mixture add up to 1. */
  readonly share: number;
}

/** Drawn lengths of one request, whole numbers. */
export interface DrawnLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Draws the lengths of requests from a random stream, without an end. */
export type LengthDraws = (random: Random) => Iterable<DrawnLengths>;

/**
 * Draws the lengths of requests, infinite: for each the pair, and then both lengths of that pair.
 * @param pairs at least one; with one, nothing is drawn but its lengths
 */
export function* drawLengths(
  pairs: readonly LengthPair[],
  random: Random,
): Generator<DrawnLengths, never> {
  for (;;) {
    const pair = pairs.length === 1 ? pairs[0] : pairAt(pairs, random.fraction());
    if (pair === undefined) throw new RangeError('a mixture of lengths has no pair');
    const { inputTokens, outputTokens } = pair;
    yield {
      inputTokens: drawLength(inputTokens, random),
      outputTokens: drawLength(outputTokens, random),
    };
  }
}

/** The pair in whose part of the whole a fraction falls. */
function pairAt(pairs: readonly LengthPair[], fraction: number): LengthPair | undefined {
  let left = fraction;
  return pairs.find(({ share }) => (left -= share) < 0) ?? pairs.at(-1);
}

/** Bounds of input and output together, over all pairs. */
export function pairBounds(pairs: readonly LengthPair[]): LengthBounds {
  const sums = pairs.map(({ inputTokens, outputTokens }) => {
    const [input, output] = [lengthBounds(inputTokens), lengthBounds(outputTokens)];
    return { min: input.min + output.min, max: input.max + output.max };
  });
  return {
    min: Math.min(...sums.map(({ min }) => min)),
    max: Math.max(...sums.map(({ max }) => max)),
  };
}
