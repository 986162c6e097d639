import { createRandom } from '../../src/workload/random.ts';

/** A model of request latencies: skewed, with correlated neighbors and a few failures. */
export interface SyntheticValues {
  readonly seed: number;
  readonly count: number;
  /** Median. */
  readonly middle?: number;
  /** Standard deviation of the logarithm. */
  readonly spread?: number;
  /** Correlation of neighbors, from 0 to 1. */
  readonly memory?: number;
  readonly failedShare?: number;
}

/** A sequence of standard normal numbers with this correlation between neighbors. */
function createNormals(seed: number, memory: number): () => number {
  const random = createRandom(seed, 'values');
  const independent = (): number =>
    // A fraction may be 0, but never 1.
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
  let last = independent();
  return () => {
    last = memory * last + Math.sqrt(1 - memory * memory) * independent();
    return last;
  };
}

/** Lognormal values in order of time, from a first-order process; `Infinity` for failed requests. */
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
