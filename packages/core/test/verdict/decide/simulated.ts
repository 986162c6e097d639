import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

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
