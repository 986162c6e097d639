import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { average, holdNs, weightedAverage } from '../../src/stats/time-weighted.ts';

describe('holdNs', () => {
  test('makes each sample hold until the next, and the last until the end', () => {
    expect([...holdNs([10, 20, 50], 60)]).toEqual([10, 30, 10]);
  });

  test('gives a sample after the end no weight', () => {
    expect([...holdNs([10, 70], 60)]).toEqual([60, 0]);
  });

  test('sums to the observed time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.nat(1000), (gaps, rest) => {
        let atNs = 0;
        const timeNs = gaps.map((gap) => (atNs += gap));
        const held = holdNs(timeNs, atNs + rest).reduce((sum, ns) => sum + ns, 0);
        expect(held).toBe(atNs + rest - (timeNs[0] ?? 0));
      }),
    );
  });
});

describe('weightedAverage', () => {
  test('weighs a value by the time that it held', () => {
    expect(weightedAverage([100, 200], [3, 1])).toBe(125);
  });

  test('weighs all values equally when none held for any time', () => {
    expect(weightedAverage([100, 200], [0, 0])).toBe(150);
  });

  test('is between the smallest and the largest value that held', () => {
    const pair = fc.tuple(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.nat(1e9));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
        const held = pairs.filter(([, weight]) => weight > 0);
        fc.pre(held.length > 0);
        const values = held.map(([value]) => value);
        const mean = weightedAverage(
          pairs.map(([value]) => value),
          pairs.map(([, weight]) => weight),
        );
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values));
        expect(mean).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

test('the average of no values is NaN', () => {
  expect(average([])).toBeNaN();
});
