import { cutIntoBlocks, drawBlocks } from './block-bootstrap.ts';
import { quantileOfSorted, sortInPlace } from '../quantile.ts';
import { twoSidedQuantile } from '../distribution/student-t.ts';

/** Bootstrap replicates: between seeds, bounds differ by about 1% of their distance from the mean. */
const REPLICATES = 4000;

/** Blocks that a bootstrap needs; below this the spread of resampled blocks is meaningless. */
const MIN_BLOCKS = 10;

/** Fixed, so that equal values have equal bounds. */
const SEED = 15;

/**
 * One-sided bounds of the mean of dependent values. Each is on the wrong side with about the probability `error`. Uses the
 * studentized bootstrap (Efron 1979, Hall 1992) of blocks of neighbors, which is valid for skewed values, unlike percentiles
 * of means; for fewer than 10 blocks Student's t over the blocks. Where 95% is stated, they cover 93% or more from 300
 * independent values on, 92% for 64 skewed values, and 80% for 64 values with an autocorrelation of 0.9
 * (`npm run bench -- decided`).
 * @param values finite, in order of time
 * @param error above 0, below 0.5: 0.05 for 95% bounds
 * @returns in the unit of the values; bounds are infinite for fewer than two blocks
 */
export function boundsOfMean(
  values: Float64Array,
  error: number,
): { low: number; high: number; mean: number } {
  const blocked = cutIntoBlocks([values]);
  const blocks = blocked.starts.length - 1;
  const sums = new Float64Array(blocks);
  const counts = new Float64Array(blocks);
  for (let block = 0; block < blocks; block += 1) {
    const members = values.subarray(blocked.starts[block], blocked.starts[block + 1]);
    sums[block] = members.reduce((sum, value) => sum + value, 0);
    counts[block] = members.length;
  }
  const own = spreadOf(sums, counts, () => 1);
  const { mean, deviation } = own;
  if (blocks < 2) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, mean };
  if (blocks < MIN_BLOCKS) {
    const reach = twoSidedQuantile(2 * error, blocks - 1) * deviation;
    return { low: mean - reach, high: mean + reach, mean };
  }
  const ratios = new Float64Array(REPLICATES);
  drawBlocks(blocked, REPLICATES, SEED, (drawn, replicate) => {
    const again = spreadOf(sums, counts, (block) => drawn[block] ?? 0);
    const difference = again.mean - mean;
    ratios[replicate] = difference === 0 ? 0 : difference / again.deviation;
  });
  const ascending = sortInPlace(ratios);
  return {
    low: mean - reachOf(quantileOfSorted(ascending, 1 - error), deviation),
    high: mean - reachOf(quantileOfSorted(ascending, error), deviation),
    mean,
  };
}

/** A resample of one block has no spread, so its ratio is infinite; without a deviation there is no distance. */
function reachOf(ratio: number, deviation: number): number {
  return deviation === 0 ? 0 : ratio * deviation;
}

/** The mean of blocks, each with its number of times, and its standard error. */
function spreadOf(
  sums: Float64Array,
  counts: Float64Array,
  timesOf: (block: number) => number,
): { mean: number; deviation: number } {
  let sum = 0;
  let count = 0;
  let blocks = 0;
  for (let block = 0; block < sums.length; block += 1) {
    const times = timesOf(block);
    blocks += times;
    sum += times * (sums[block] ?? 0);
    count += times * (counts[block] ?? 0);
  }
  const mean = sum / count;
  let squares = 0;
  for (let block = 0; block < sums.length; block += 1) {
    const rest = (sums[block] ?? 0) - mean * (counts[block] ?? 0);
    squares += timesOf(block) * rest * rest;
  }
  return { mean, deviation: Math.sqrt((squares * blocks) / (blocks - 1)) / count };
}
