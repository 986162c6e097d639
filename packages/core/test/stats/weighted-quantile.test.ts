import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weightedDistribution, weightedQuantile } from '../../src/stats/weighted-quantile.ts';

describe('weightedQuantile', () => {
  test('is the level that held for that share of the time', () => {
    const distribution = weightedDistribution([5, 1, 9, 1], [20, 50, 10, 20]);
    expect(weightedQuantile(distribution, 0.5)).toBe(1);
    expect(weightedQuantile(distribution, 0.7)).toBe(1);
    expect(weightedQuantile(distribution, 0.71)).toBe(5);
    expect(weightedQuantile(distribution, 0.95)).toBe(9);
  });

  test('has at least that share of the weight at or below it, and less below it', () => {
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 100 }), (given, percent) => {
        const values = given.map(([value]) => value);
        const weights = given.map(([, weight]) => weight);
        const quantile = weightedQuantile(weightedDistribution(values, weights), percent / 100);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const weightWhere = (holds: (value: number) => boolean): number =>
          given.reduce((sum, [value, weight]) => (holds(value) ? sum + weight : sum), 0);
        const wanted = total * (percent / 100);
        expect(weightWhere((value) => value <= quantile)).toBeGreaterThanOrEqual(wanted);
        expect(weightWhere((value) => value < quantile)).toBeLessThan(wanted);
      }),
    );
  });

  test('weighs all values equally when none has a weight, and returns NaN for no values', () => {
    expect(weightedQuantile(weightedDistribution([3, 1, 2], [0, 0, 0]), 0.5)).toBe(2);
    expect(weightedQuantile(weightedDistribution([], []), 0.5)).toBeNaN();
  });
});
