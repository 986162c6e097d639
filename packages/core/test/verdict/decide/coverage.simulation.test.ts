import { describe, expect, test } from 'vitest';
import { chanceOfAtLeast, chanceOfAtMost } from '../../../src/stats/distribution/binomial.ts';
import { decide } from '../../../src/verdict/decide/decide.ts';
import { coverageOf, DISTRIBUTIONS, drawn, simulationError, uniform } from './simulated.ts';

const ERROR = 0.05;
/** `npm run bench -- decided` simulates 10,000 runs, and more requests. */
const RUNS = 1000;
const STANDARD_ERRORS = 4;
const POINT = 0.01;

/** Coverage of both bounds of a percentile, independent values. */
function exactCoverage(count: number, above: number): { upper: number; lower: number } {
  let fewest = 0;
  while (chanceOfAtMost(fewest, count, above) <= ERROR) fewest += 1;
  let most = 0;
  while (chanceOfAtLeast(most, count, above) > ERROR) most += 1;
  return {
    upper: 1 - chanceOfAtMost(fewest - 1, count, above),
    lower: 1 - chanceOfAtLeast(most, count, above),
  };
}

function expectNear(share: number, exact: number): void {
  const reach = POINT + STANDARD_ERRORS * simulationError(exact, RUNS);
  expect(share).toBeGreaterThanOrEqual(exact - reach);
  expect(share).toBeLessThanOrEqual(exact + reach);
}

describe.each(DISTRIBUTIONS)('bounds of a percentile of independent values, $name', (one) => {
  test.each([
    { probability: 0.5, count: 60 },
    { probability: 0.5, count: 300 },
    { probability: 0.95, count: 60 },
    { probability: 0.95, count: 300 },
    { probability: 0.99, count: 60 },
    { probability: 0.99, count: 300 },
  ])('cover as exactly computed at $probability of $count', ({ probability, count }) => {
    const random = uniform(count);
    const threshold = one.quantile(probability);
    const { upper, lower } = coverageOf(RUNS, () =>
      decide(
        { kind: 'percentile', probability, values: drawn(one, count, random) },
        { bound: 'at-most', threshold, error: ERROR },
      ),
    );
    const exact = exactCoverage(count, 1 - probability);
    expectNear(upper, exact.upper);
    expectNear(lower, exact.lower);
  });
});

test.each([
  { share: 0.01, count: 300 },
  { share: 0.05, count: 60 },
  { share: 0.2, count: 300 },
])('bounds of a share of $share of $count requests cover 95%', ({ share, count }) => {
  const random = uniform(count);
  const { upper, lower } = coverageOf(RUNS, () => {
    const hits = Uint8Array.from({ length: count }, () => (random() < share ? 1 : 0));
    return decide({ kind: 'share', hits }, { bound: 'at-most', threshold: share, error: ERROR });
  });
  const least = 1 - ERROR - STANDARD_ERRORS * simulationError(ERROR, RUNS);
  expect(upper).toBeGreaterThan(least);
  expect(lower).toBeGreaterThan(least);
});
