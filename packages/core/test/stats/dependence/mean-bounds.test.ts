import { describe, expect, test } from 'vitest';
import { boundsOfMean } from '../../../src/stats/dependence/mean-bounds.ts';
import { twoSidedQuantile } from '../../../src/stats/distribution/student-t.ts';
import { drawn, normal, simulationError, uniform, waves } from '../../verdict/decide/simulated.ts';

/** The benchmark `npm run bench -- decided` simulates 2,000 runs. */
const RUNS = 100;

function coverageOf(mean: number, draw: () => Float64Array): { upper: number; lower: number } {
  let above = 0;
  let below = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const { low, high } = boundsOfMean(draw(), 0.05);
    if (high < mean) above += 1;
    if (low > mean) below += 1;
  }
  return { upper: 1 - above / RUNS, lower: 1 - below / RUNS };
}

describe('bounds of a mean', () => {
  test('hold for 100 skewed values', () => {
    const next = normal(uniform(11));
    const { upper, lower } = coverageOf(Math.exp(0.5), () =>
      Float64Array.from({ length: 100 }, () => Math.exp(next())),
    );
    const least = 0.9 - 4 * simulationError(0.9, RUNS);
    expect(upper).toBeGreaterThan(least);
    expect(lower).toBeGreaterThan(least);
  });

  test('hold for 300 values with correlated neighbors', () => {
    // If the values counted as independent, their bounds would cover 65%.
    const random = uniform(12);
    const { upper, lower } = coverageOf(0, () => waves(300, 0.9, random));
    const least = 0.88 - 4 * simulationError(0.88, RUNS);
    expect(upper).toBeGreaterThan(least);
    expect(lower).toBeGreaterThan(least);
  });

  test('get narrower with more values', () => {
    const widthOf = (count: number): number => {
      const { low, high } = boundsOfMean(
        drawn({ name: 'uniform', quantile: (share) => share }, count, uniform(13)),
        0.05,
      );
      return high - low;
    };
    expect(widthOf(1600) / widthOf(400)).toBeCloseTo(0.5, 1);
  });

  test("are those of Student's t for few values", () => {
    const { low, high, mean } = boundsOfMean(Float64Array.of(1, 2, 3, 4), 0.05);
    const reach = twoSidedQuantile(0.1, 3) * Math.sqrt(5 / 3 / 4);
    expect(mean).toBe(2.5);
    expect(low).toBeCloseTo(2.5 - reach, 12);
    expect(high).toBeCloseTo(2.5 + reach, 12);
  });

  test('are infinite for one value, and equal to the value for equal values', () => {
    expect(boundsOfMean(Float64Array.of(3), 0.05)).toEqual({
      low: -Infinity,
      high: Infinity,
      mean: 3,
    });
    expect(boundsOfMean(new Float64Array(50).fill(3), 0.05)).toEqual({ low: 3, high: 3, mean: 3 });
  });
});
