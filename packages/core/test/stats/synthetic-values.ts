import { createRandom } from '../../src/workload/random.ts';

/** What times of requests look like: skewed, alike among neighbours, a few never answered. */
export interface SyntheticValues {
  readonly seed: number;
  readonly count: number;
  /** Median. */
  readonly middle?: number;
  /** Deviation of the logarithm. */
  readonly spread?: number;
  /** Correlation of neighbours, from 0 to 1. */
  readonly memory?: number;
  readonly failedShare?: number;
}

/** A stream of standard normal numbers, each alike to the one before by so much. */
function createNormals(seed: number, memory: number): () => number {
  const random = createRandom(seed, 'values');
  const independent = (): number =>
    // A fraction may be 0, and never 1.
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
  let last = independent();
  return () => {
    last = memory * last + Math.sqrt(1 - memory * memory) * independent();
    return last;
  };
}

/** Lognormal values in order of time, by a process of first order; `Infinity` for what failed. */
export function syntheticValues({
  seed,
  count,
  middle = 100,
  spread = 0.15,
  memory = 0.3,
  failedShare = 0,
}: SyntheticValues): Float64Array {
  const normal = createNormals(seed, memory);
  const chance = createRandom(seed, 'failures');
  return Float64Array.from({ length: count }, () => {
    const value = middle * Math.exp(spread * normal());
    return chance.fraction() < failedShare ? Infinity : value;
  });
}
