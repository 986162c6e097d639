import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  effectOfReplicates,
  intervalOf,
  probabilityOf,
  smallestSeen,
} from '../../src/stats/effect.ts';

const uneven = { estimate: 2, errorBelow: 1, errorAbove: 3, degreesOfFreedom: 50 };

describe('an effect', () => {
  test('its interval excludes zero exactly when its probability is below the error probability', () => {
    const positive = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        positive,
        positive,
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.3, noNaN: true }),
        (estimate, errorBelow, errorAbove, degreesOfFreedom, miss) => {
          const effect = { estimate, errorBelow, errorAbove, degreesOfFreedom };
          const probability = probabilityOf(effect);
          fc.pre(Math.abs(probability / miss - 1) > 1e-6);
          const { low, high } = intervalOf(effect, miss);
          expect(low > 0 || high < 0).toBe(probability < miss);
        },
      ),
    );
  });

  test('extends further on the side with the larger error', () => {
    const { low, high } = intervalOf(uneven, 0.05);
    expect((high - 2) / (2 - low)).toBeCloseTo(3, 10);
  });

  test('has probability 0 without errors, and 1 without a difference', () => {
    const sure = { estimate: 1, errorBelow: 0, errorAbove: 0, degreesOfFreedom: 4 };
    expect(probabilityOf(sure)).toBe(0);
    expect(intervalOf(sure, 0.05)).toEqual({ low: 1, high: 1 });
    expect(probabilityOf({ ...sure, estimate: 0 })).toBe(1);
  });

  test('gives the smallest difference that is detected with 80% probability', () => {
    const effect = { estimate: 0, errorBelow: 1, errorAbove: 1, degreesOfFreedom: Infinity };
    expect(smallestSeen(effect, 0.05)).toBeCloseTo(1.96 + 0.8416, 3);
  });

  test('has the interval of the percentiles of its replicates at 95%', () => {
    const replicates = Float64Array.from({ length: 4001 }, (_, index) => index / 4000);
    const effect = effectOfReplicates(0.6, replicates, 1, Infinity);
    const { low, high } = intervalOf(effect, 0.05);
    expect(low).toBeCloseTo(0.025, 4);
    expect(high).toBeCloseTo(0.975, 4);
  });

  test('is unbounded on the side with infinite replicates', () => {
    const replicates = Float64Array.from({ length: 1000 }, (_, index) =>
      index < 900 ? index / 900 : Infinity,
    );
    const { low, high } = intervalOf(effectOfReplicates(0.5, replicates, 1, 99), 0.05);
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(Infinity);
  });

  test('is unbounded when both sides were infinite too often', () => {
    const replicates = Float64Array.from({ length: 1000 }, (_, index) => (index < 900 ? 0.5 : NaN));
    expect(intervalOf(effectOfReplicates(0.5, replicates, 1, 99), 0.05)).toEqual({
      low: -Infinity,
      high: Infinity,
    });
  });

  test('that is infinite is as likely as the finite replicates', () => {
    const sure = effectOfReplicates(Infinity, new Float64Array(1999).fill(Infinity), 1, 99);
    expect(probabilityOf(sure)).toBe(0.001);
    expect(intervalOf(sure, 0.05)).toEqual({ low: 0, high: Infinity });
    const half = Float64Array.from({ length: 100 }, (_, index) => (index < 50 ? Infinity : -1));
    const unsure = effectOfReplicates(Infinity, half, 1, 99);
    expect(probabilityOf(unsure)).toBe(1);
    expect(intervalOf(unsure, 0.05)).toEqual({ low: -Infinity, high: Infinity });
    expect(smallestSeen(unsure, 0.05)).toBeNaN();
  });
});
