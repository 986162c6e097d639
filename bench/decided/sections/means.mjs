import { boundsOfMean } from '../../../packages/core/dist/stats/mean-bounds.js';
import { coverage } from '../covered.mjs';
import { ERROR } from '../plan.mjs';
import { alike, drawn, normal, uniform } from '../simulated.mjs';

const COUNTS = [64, 300, 1000];
/** From so many requests on, coverage is as for skewed values of `MANY_LOW`, else of `FEW_LOW`. */
const MANY = 300;
const MANY_LOW = 0.93;
const FEW_LOW = 0.9;

/** @type {readonly { name: string, mean: number, draw: (random: () => number) => () => number, isAlike?: boolean }[]} */
const KINDS = [
  { name: 'uniform', mean: 0.5, draw: (random) => random },
  { name: 'exponential', mean: 1, draw: (random) => () => -Math.log(random()) },
  {
    name: 'lognormal',
    mean: Math.exp(0.5),
    draw: (random) => {
      const next = normal(random);
      return () => Math.exp(next());
    },
  },
  { name: 'alike-0.9', mean: 0, draw: (random) => alike(0.9, random), isAlike: true },
];

/** @param {typeof KINDS[number]} kind @param {number} count */
function measureAt({ name, mean, draw, isAlike = false }, count, { meanRuns: runs, errors }) {
  const random = uniform(`means ${name} ${count}`);
  let above = 0;
  let below = 0;
  for (let run = 0; run < runs; run += 1) {
    const { low, high } = boundsOfMean(drawn(count, draw(random)), ERROR);
    if (high < mean) above += 1;
    if (low > mean) below += 1;
  }
  // 64 values of which neighbors are alike by 0.9 are evidence of 3: no bound holds, and none is stated.
  const isStated = !isAlike || count >= MANY;
  const range = isStated ? { low: count >= MANY ? MANY_LOW : FEW_LOW } : undefined;
  return [
    coverage(`${name}-${count}-upper`, { value: 1 - above / runs, runs, errors }, range),
    coverage(`${name}-${count}-lower`, { value: 1 - below / runs, runs, errors }, range),
  ];
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureMeans(plan) {
  return KINDS.flatMap((kind) => COUNTS.flatMap((count) => measureAt(kind, count, plan)));
}
