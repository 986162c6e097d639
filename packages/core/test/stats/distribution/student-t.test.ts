import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  twoSidedProbability,
  twoSidedQuantile,
} from '../../../src/stats/distribution/student-t.ts';

describe("Student's t", () => {
  // qt(1 - probability / 2, degrees) in R.
  test.each([
    [0.05, 1, 12.7062047362],
    [0.05, 2, 4.30265272975],
    [0.05, 5, 2.57058183661],
    [0.05, 10, 2.2281388519647],
    [0.05, 30, 2.0422724563],
    [0.001, 4, 8.610301581379],
    [0.2, 7, 1.414923928],
    [0.05, Infinity, 1.95996],
  ])('reaches %f with %f degrees of freedom at %f', (probability, degrees, quantile) => {
    expect(twoSidedQuantile(probability, degrees)).toBeCloseTo(quantile, 4);
    expect(twoSidedProbability(quantile, degrees)).toBeCloseTo(probability, 4);
  });

  test('has the tails of Cauchy with one degree of freedom', () => {
    for (const t of [0.1, 1, 10, 1e4, 1e8]) {
      const exact = 1 - (2 / Math.PI) * Math.atan(t);
      expect(twoSidedProbability(t, 1)).toBeCloseTo(exact, 12);
    }
  });

  test('keeps far tails, which subtraction from 1 would lose', () => {
    // 2 * pnorm(-10)
    expect(twoSidedProbability(10, Infinity) / 1.523971e-23).toBeCloseTo(1, 1);
    expect(twoSidedProbability(Infinity, 3)).toBe(0);
    expect(twoSidedProbability(0, 3)).toBe(1);
  });

  test('its quantile undoes its probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
        fc.double({ min: 0.7, max: 500, noNaN: true }),
        (probability, degrees) => {
          const back = twoSidedProbability(twoSidedQuantile(probability, degrees), degrees);
          expect(back / probability).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});
