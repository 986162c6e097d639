import { expect, test } from 'vitest';
import { decide } from '../../../src/verdict/decide/decide.ts';
import { bursts, coverageOf, gaps, simulationError, uniform, waves } from './simulated.ts';

/** `npm run bench -- decided` simulates 2,000 runs, and more kinds of waves. */
const RUNS = 300;
const LEAST = 0.92 - 4 * simulationError(0.92, RUNS);

/**
 * Values worth 300 independent ones: by as much the number of those beyond p95 varies more, in a long series. Without their
 * waves counted, bounds would cover 90% (alike by 0.5) to 69% (bursts of 20).
 */
const WAVES = [
  {
    name: 'alike by 0.5',
    count: 498,
    quantile: 1.6449,
    draw: (count: number, random: () => number) => waves(count, 0.5, random),
  },
  {
    name: 'alike by 0.9',
    count: 2640,
    quantile: 1.6449,
    draw: (count: number, random: () => number) => waves(count, 0.9, random),
  },
  {
    name: 'in bursts of 20',
    count: 3500,
    // Beyond it are 40% of the slow state's values and 1% of the others.
    quantile: 4.53656,
    draw: (count: number, random: () => number) => bursts(count, 20, random),
  },
] as const;

test.each(WAVES)('bounds of p95 hold for values $name', ({ count, quantile, draw }) => {
  const random = uniform(count);
  let effective = 0;
  const { upper, lower } = coverageOf(RUNS, () => {
    const decision = decide(
      { kind: 'percentile', probability: 0.95, values: draw(count, random) },
      { bound: 'at-most', threshold: quantile, error: 0.05 },
    );
    effective += (decision.effective ?? Number.NaN) / RUNS;
    return decision;
  });
  expect(upper).toBeGreaterThan(LEAST);
  expect(lower).toBeGreaterThan(LEAST);
  // Caution has a price: no more than half of what the values are worth.
  expect(effective).toBeGreaterThan(150);
  expect(effective).toBeLessThan(450);
});

test.each([
  { probability: 0.95, requests: 130, normalQuantile: 1.6449 },
  { probability: 0.99, requests: 95, normalQuantile: 2.3263 },
])(
  'bounds at $probability of gaps between tokens hold where those of a request are alike',
  ({ probability, requests, normalQuantile }) => {
    const random = uniform(requests);
    const perRequest = new Uint32Array(requests).fill(20);
    const threshold = Math.exp(normalQuantile * Math.hypot(0.5, 0.3));
    const { upper, lower } = coverageOf(RUNS, () =>
      decide(
        { kind: 'percentile', probability, values: gaps(requests, 20, random), perRequest },
        { bound: 'at-most', threshold, error: 0.05 },
      ),
    );
    expect(upper).toBeGreaterThan(LEAST);
    expect(lower).toBeGreaterThan(LEAST);
  },
);
