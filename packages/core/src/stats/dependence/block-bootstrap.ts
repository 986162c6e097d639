import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { blockLengthOf } from './block-length.ts';
import { quantileOfSorted, sortAscending } from '../quantile.ts';

/** Values in order of time, cut into blocks of neighbors. */
export interface BlockedValues {
  readonly values: Float64Array;
  /** Where each block begins, and at last the number of values. */
  readonly starts: Uint32Array;
  /** First block of each stratum, and at last the number of blocks: blocks are drawn within their stratum. */
  readonly strata: Uint32Array;
}

/**
 * Cuts values into blocks of dependent neighbors.
 * @param strata values of one kind each, in order of time; those of other kinds are not mixed with them
 */
export function cutIntoBlocks(strata: readonly Float64Array[]): BlockedValues {
  const starts: number[] = [];
  const firsts: number[] = [];
  let offset = 0;
  for (const stratum of strata) {
    firsts.push(starts.length);
    const count = Math.max(1, Math.round(stratum.length / blockLengthOf(stratum)));
    // Lengths differ by at most one.
    for (let block = 0; block < count; block += 1) {
      starts.push(offset + Math.floor((block * stratum.length) / count));
    }
    offset += stratum.length;
  }
  const values = new Float64Array(offset);
  let at = 0;
  for (const stratum of strata) {
    values.set(stratum, at);
    at += stratum.length;
  }
  return {
    values,
    starts: Uint32Array.of(...starts, offset),
    strata: Uint32Array.of(...firsts, starts.length),
  };
}

/** Number of blocks to draw from, beyond the minimum of one per stratum. */
export function freeBlocks({ strata }: BlockedValues): number {
  return (strata.at(-1) ?? 0) - (strata.length - 1);
}

/**
 * Draws blocks with replacement, as many as there are, again and again.
 * @param each gets how often each block was drawn; the array is used again
 */
export function drawBlocks(
  { strata }: BlockedValues,
  replicates: number,
  seed: number,
  each: (drawn: Uint32Array, replicate: number) => void,
): void {
  const generator = xoroshiro128plus(seed);
  const drawn = new Uint32Array(strata.at(-1) ?? 0);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    drawn.fill(0);
    for (let stratum = 0; stratum + 1 < strata.length; stratum += 1) {
      const first = strata[stratum] ?? 0;
      const count = (strata[stratum + 1] ?? 0) - first;
      for (let draw = 0; draw < count; draw += 1) {
        // The upper end of 32 random bits times the count: uneven by count / 2 ** 32.
        const block = first + Math.floor(((generator.next() >>> 0) / 2 ** 32) * count);
        drawn[block] = (drawn[block] ?? 0) + 1;
      }
    }
    each(drawn, replicate);
  }
}

/** Averages of values resampled by block; infinite values are excluded, as in the average itself. */
export function bootstrapAverages(
  blocked: BlockedValues,
  replicates: number,
  seed: number,
): Float64Array {
  const { values, starts } = blocked;
  const blockCount = starts.length - 1;
  const sums = new Float64Array(blockCount);
  const counts = new Float64Array(blockCount);
  for (let block = 0; block < blockCount; block += 1) {
    for (const value of values.subarray(starts[block], starts[block + 1])) {
      if (!Number.isFinite(value)) continue;
      sums[block] = (sums[block] ?? 0) + value;
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  const averages = new Float64Array(replicates);
  drawBlocks(blocked, replicates, seed, (drawn, replicate) => {
    let sum = 0;
    let count = 0;
    for (let block = 0; block < blockCount; block += 1) {
      sum += (drawn[block] ?? 0) * (sums[block] ?? 0);
      count += (drawn[block] ?? 0) * (counts[block] ?? 0);
    }
    averages[replicate] = sum / count;
  });
  return averages;
}

/** Values around a quantile, ascending, with the block of each; those below are only counted. */
interface Window {
  readonly values: Float64Array;
  readonly blocks: Uint32Array;
  readonly belowOfBlock: Float64Array;
}

/** Search range around the quantile, in deviations of independent values: dependent ones go further, but rarely past it. */
const WINDOW_DEVIATIONS = 12;

function windowAround(
  { values, starts }: BlockedValues,
  ascending: Float64Array,
  probability: number,
): Window {
  const count = values.length;
  const reach =
    (WINDOW_DEVIATIONS * Math.sqrt(probability * (1 - probability) * count) + 10) / count;
  const isWhole = count < 1000;
  const from = isWhole
    ? Number.NEGATIVE_INFINITY
    : quantileOfSorted(ascending, probability - reach);
  const to = isWhole ? Number.POSITIVE_INFINITY : quantileOfSorted(ascending, probability + reach);
  const inside: { value: number; block: number }[] = [];
  const belowOfBlock = new Float64Array(starts.length - 1);
  for (let block = 0; block + 1 < starts.length; block += 1) {
    for (const value of values.subarray(starts[block], starts[block + 1])) {
      if (value < from) belowOfBlock[block] = (belowOfBlock[block] ?? 0) + 1;
      else if (value <= to) inside.push({ value, block });
    }
  }
  // Infinities are equal: their difference is no number.
  inside.sort((a, b) => (a.value === b.value ? 0 : a.value - b.value));
  return {
    values: Float64Array.from(inside, ({ value }) => value),
    blocks: Uint32Array.from(inside, ({ block }) => block),
    belowOfBlock,
  };
}

/**
 * Quantiles of values resampled by block, by the same interpolation as `quantileOfSorted`; `Infinity` is a value
 * like any other. Only values near the quantile are visited one by one; a draw that leads past them gets the last of them.
 */
export function bootstrapQuantiles(
  blocked: BlockedValues,
  probability: number,
  replicates: number,
  seed: number,
): Float64Array {
  const { starts } = blocked;
  const blockCount = starts.length - 1;
  const window = windowAround(blocked, sortAscending(blocked.values), probability);
  const last = window.values.length - 1;
  const quantiles = new Float64Array(replicates);
  drawBlocks(blocked, replicates, seed, (drawn, replicate) => {
    let count = 0;
    let passed = 0;
    for (let block = 0; block < blockCount; block += 1) {
      const times = drawn[block] ?? 0;
      count += times * ((starts[block + 1] ?? 0) - (starts[block] ?? 0));
      passed += times * (window.belowOfBlock[block] ?? 0);
    }
    const position = (count - 1) * probability;
    const below = Math.floor(position);
    // The value at a place is the first at which more values were passed than the place says.
    let at = -1;
    while (passed <= below && at < last) {
      at += 1;
      passed += drawn[window.blocks[at] ?? 0] ?? 0;
    }
    const lower = window.values[Math.max(0, at)] ?? Number.NaN;
    while (passed <= below + 1 && at < last) {
      at += 1;
      passed += drawn[window.blocks[at] ?? 0] ?? 0;
    }
    const upper = window.values[Math.max(0, at)] ?? Number.NaN;
    const share = position - below;
    quantiles[replicate] =
      share === 0 || lower === upper ? lower : Math.min(upper, lower + share * (upper - lower));
  });
  return quantiles;
}
