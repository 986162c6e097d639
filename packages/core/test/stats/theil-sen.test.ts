import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theilSen } from '../../src/stats/theil-sen.ts';
import { line } from './noisy-line.ts';

const none = (): number => 0;

describe('theilSen', () => {
  test('finds the slope of a line at any level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 10, max: 80 }),
        (slope, level, count) => {
          const trend = theilSen([line(count, slope, level, none)]);
          expect(trend?.slope).toBeCloseTo(slope, 6);
          expect(trend?.low).toBeLessThanOrEqual(trend?.slope ?? NaN);
          expect(trend?.high).toBeGreaterThanOrEqual(trend?.slope ?? NaN);
        },
      ),
    );
  });

  test('ignores a fifth of the points as outliers', () => {
    const spiky = line(50, 3, 100, (index) => (index % 5 === 2 ? 1e9 : 0));
    expect(theilSen([spiky])?.slope).toBeCloseTo(3, 6);
  });

  test('treats a step between two series as a level and not as a trend', () => {
    const before = line(20, 0, 100, none);
    const after = line(20, 0, 5000, none);
    expect(theilSen([before, after])).toMatchObject({ slope: 0, low: 0, high: 0 });
    const joined = {
      x: [...before.x, ...after.x.map((x) => x + 20)],
      y: [...before.y, ...after.y],
    };
    expect(theilSen([joined])?.high).toBeGreaterThan(0);
  });

  test('has an interval around zero for noise without a trend, and above zero for a trend through noise', () => {
    const noise = (index: number): number => ((index * 7919) % 101) - 50;
    const flat = theilSen([line(100, 0, 0, noise)]);
    expect(flat?.low).toBeLessThan(0);
    expect(flat?.high).toBeGreaterThan(0);
    expect(theilSen([line(100, 5, 0, noise)])?.low).toBeGreaterThan(0);
  });

  test('finds no significant trend in the sawtooth of a garbage collector', () => {
    const saws = Array.from({ length: 10 }, (_, start) =>
      theilSen([line(400, 0, 0, (index) => (index + 15 * start) % 150)]),
    );
    expect(saws.filter((trend) => (trend?.low ?? NaN) > 0)).toEqual([]);
  });

  test('returns the interval of Sen, by rank', () => {
    const x = Array.from({ length: 10 }, (_, index) => index + 1);
    const trend = theilSen([{ x, y: x.map((value) => value ** 3) }]);
    // 45 slopes, variance 125 of S: ranks 11 and 35.
    expect(trend).toMatchObject({ slope: 97, low: 52, high: 151, pairs: 45 });
  });

  test('bounds its cost: of very many points it uses 500, always the same ones', () => {
    const many = line(100_000, 0.25, 7, none);
    const trend = theilSen([many]);
    expect(trend?.points).toBe(500);
    expect(trend?.slope).toBeCloseTo(0.25, 9);
    expect(theilSen([many])).toEqual(trend);
  });

  test('returns undefined when no two points differ in x', () => {
    expect(theilSen([{ x: [1], y: [2] }])).toBeUndefined();
    expect(theilSen([{ x: [3, 3], y: [1, 2] }])).toBeUndefined();
    expect(theilSen([])).toBeUndefined();
  });

  test('has no bounds for only two points', () => {
    expect(theilSen([{ x: [1, 2], y: [1, 2] }])).toMatchObject({ low: -Infinity, high: Infinity });
  });
});
