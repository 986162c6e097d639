import { createRandom } from '../../packages/core/dist/workload/random.js';

/**
 * Uniform numbers above 0, at most 1.
 * @param {string} label what they are for: other labels draw independent numbers
 * @returns {() => number}
 */
export function uniform(label) {
  const random = createRandom(1, label);
  return () => 1 - random.fraction();
}

/** Numbers of the normal distribution. @param {() => number} random */
export function normal(random) {
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Latencies with a quantile function that is known: short tails, long tails, and a slow mode of a tenth.
 * @type {readonly { name: string, quantile: (probability: number) => number }[]}
 */
export const DISTRIBUTIONS = [
  { name: 'uniform', quantile: (probability) => 100 + 50 * probability },
  { name: 'exponential', quantile: (probability) => -100 * Math.log(1 - probability) },
  {
    name: 'bimodal',
    quantile: (probability) => (probability < 0.9 ? 50 + probability : 500 + 100 * probability),
  },
];

/** Quantiles of the standard normal distribution. */
export const NORMAL_QUANTILES = { p50: 0, p95: 1.6448536269514722, p99: 2.3263478740408408 };

/** @param {number} count @param {() => number} draw @returns {Float64Array} */
export function drawn(count, draw) {
  const values = new Float64Array(count);
  for (let index = 0; index < count; index += 1) values[index] = draw();
  return values;
}

/**
 * Values of the normal distribution, each correlated with the one before it.
 * @param {number} likeness correlation of neighbors
 * @param {() => number} random
 * @returns {() => number}
 */
export function alike(likeness, random) {
  const draw = normal(random);
  const fresh = Math.sqrt(1 - likeness ** 2);
  let value = draw();
  return () => {
    value = likeness * value + fresh * draw();
    return value;
  };
}
