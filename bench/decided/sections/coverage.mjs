import { decide } from '../../../packages/core/dist/verdict/decide/decide.js';
import { coverage, Tally } from '../covered.mjs';
import { exactCoverage } from '../exact.mjs';
import { COUNTS, ERROR } from '../plan.mjs';
import { DISTRIBUTIONS, drawn, uniform } from '../simulated.mjs';

const PROBABILITIES = { p50: 0.5, p95: 0.95, p99: 0.99 };
const LEAST = 0.94;
const POINT = 0.01;

/** @param {{ name: string, quantile: (probability: number) => number }} distribution @param {number} count */
function measureAt(distribution, count, { runs, errors }) {
  const random = uniform(`coverage ${distribution.name} ${count}`);
  const percentiles = Object.entries(PROBABILITIES).map(([name, probability]) => ({
    name,
    probability,
    threshold: distribution.quantile(probability),
    tally: new Tally(),
  }));
  for (let run = 0; run < runs; run += 1) {
    const values = drawn(count, () => distribution.quantile(1 - random()));
    for (const { probability, threshold, tally } of percentiles) {
      tally.add(
        decide(
          { kind: 'percentile', probability, values },
          { bound: 'at-most', threshold, error: ERROR },
        ),
      );
    }
  }
  return percentiles.flatMap(({ name, probability, tally }) => {
    const exact = exactCoverage(count, 1 - probability);
    return ['upper', 'lower'].map((bound) =>
      coverage(
        `${name}-${distribution.name}-${count}-${bound}`,
        { value: tally[bound], runs, errors },
        {
          low: Math.max(LEAST, exact[bound] - POINT),
          high: Math.min(1, exact[bound] + POINT),
        },
      ),
    );
  });
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureCoverage(plan) {
  return DISTRIBUTIONS.flatMap((distribution) =>
    COUNTS.flatMap((count) => measureAt(distribution, count, plan)),
  );
}
