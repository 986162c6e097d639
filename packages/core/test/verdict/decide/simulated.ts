import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Decision } from '../../../src/verdict/decide/decide.ts';

/** Uniform numbers above 0 and below 1, the same for the same seed. */
export function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
}

/** Numbers of the normal distribution. */
export function normal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** Latencies with a quantile function that is known. */
export interface Distribution {
  readonly name: string;
  readonly quantile: (probability: number) => number;
}

/** As latencies are: short tails, long tails, and a slow mode of a few. */
export const DISTRIBUTIONS: readonly Distribution[] = [
  { name: 'uniform', quantile: (probability) => 100 + 50 * probability },
  { name: 'exponential', quantile: (probability) => -100 * Math.log(1 - probability) },
  {
    name: 'bimodal',
    quantile: (probability) => (probability < 0.9 ? 50 + probability : 500 + 100 * probability),
  },
];

/** Independent latencies. */
export function drawn(
  { quantile }: Distribution,
  count: number,
  random: () => number,
): Float64Array {
  return Float64Array.from({ length: count }, () => quantile(random()));
}

/** Values of the normal distribution of which neighbors are alike: each is `likeness` of the one before it. */
export function waves(count: number, likeness: number, random: () => number): Float64Array {
  const draw = normal(random);
  const fresh = Math.sqrt(1 - likeness ** 2);
  let value = draw();
  return Float64Array.from({ length: count }, () => {
    value = likeness * value + fresh * draw();
    return value;
  });
}

/**
 * Latencies with a tenth of requests in a slow state, five times as slow.
 * @param length mean number of requests in that state
 */
export function bursts(count: number, length: number, random: () => number): Float64Array {
  const leave = 1 / length;
  let isSlow = random() < 0.1;
  return Float64Array.from({ length: count }, () => {
    const value = -Math.log(random()) * (isSlow ? 5 : 1);
    if (random() < (isSlow ? leave : leave / 9)) isSlow = !isSlow;
    return value;
  });
}

/**
 * Gaps between tokens, lognormal with a deviation of 0.583: those of a request share an effect.
 * @param perRequest gaps of a request
 */
export function gaps(requests: number, perRequest: number, random: () => number): Float64Array {
  const draw = normal(random);
  const values = new Float64Array(requests * perRequest);
  for (let request = 0; request < requests; request += 1) {
    const effect = 0.5 * draw();
    for (let gap = 0; gap < perRequest; gap += 1) {
      values[request * perRequest + gap] = Math.exp(effect + 0.3 * draw());
    }
  }
  return values;
}

/** Shares of runs in which a bound holds the true value; each run is judged at it, so that every verdict is wrong. */
export interface Coverage {
  readonly upper: number;
  readonly lower: number;
}

/** Coverage of both bounds. */
export function coverageOf(runs: number, decideOne: () => Pick<Decision, 'verdict'>): Coverage {
  let met = 0;
  let missed = 0;
  for (let run = 0; run < runs; run += 1) {
    const { verdict } = decideOne();
    if (verdict === 'met') met += 1;
    if (verdict === 'missed') missed += 1;
  }
  return { upper: 1 - met / runs, lower: 1 - missed / runs };
}

/** Standard error of a share that is measured by simulation. */
export function simulationError(share: number, runs: number): number {
  return Math.sqrt((share * (1 - share)) / runs);
}
