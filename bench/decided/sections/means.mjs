import { boundsOfMean } from '../../../packages/core/dist/stats/dependence/mean-bounds.js';
import { coverage } from '../covered.mjs';
import { ERROR } from '../plan.mjs';
import { alike, drawn, normal, uniform } from '../simulated.mjs';

const COUNTS = [64, 300, 1000];
const ALIKE = 'alike-0.9';
/** Minimum coverage; below the stated 95% for few values and for values worth few independent ones. */
const FEW_LOW = 0.9;
const MANY_LOW = 0.93;

/**
 * @type {readonly { name: string, mean: number, draw: (random: () => number) => () => number, few: number }[]} `few`: at most
 *   this many values have the lower minimum
 */
const KINDS = [
  { name: 'uniform', mean: 0.5, few: 64, draw: (random) => random },
  { name: 'exponential', mean: 1, few: 64, draw: (random) => () => -Math.log(random()) },
  {
    name: 'lognormal',
    mean: Math.exp(0.5),
    few: 64,
    draw: (random) => {
      const next = normal(random);
      return () => Math.exp(next());
    },
  },
  { name: ALIKE, mean: 0, few: 300, draw: (random) => alike(0.9, random) },
];

/** @param {typeof KINDS[number]} kind @param {number} count */
function measureAt({ name, mean, draw, few }, count, { meanRuns: runs, errors }) {
  const random = uniform(`means ${name} ${count}`);
  let above = 0;
  let below = 0;
  for (let run = 0; run < runs; run += 1) {
    const { low, high } = boundsOfMean(drawn(count, draw(random)), ERROR);
    if (high < mean) above += 1;
    if (low > mean) below += 1;
  }
  // 64 values with an autocorrelation of 0.9 are worth 3, and have no stated coverage.
  const isUnstated = name === ALIKE && count === 64;
  const range = isUnstated ? undefined : { low: count > few ? MANY_LOW : FEW_LOW };
  return [
    coverage(`${name}-${count}-upper`, { value: 1 - above / runs, runs, errors }, range),
    coverage(`${name}-${count}-lower`, { value: 1 - below / runs, runs, errors }, range),
  ];
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureMeans(plan) {
  return KINDS.flatMap((kind) => COUNTS.flatMap((count) => measureAt(kind, count, plan)));
}
