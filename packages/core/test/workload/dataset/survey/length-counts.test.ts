import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LengthCounts } from '../../../../src/workload/dataset/survey/length-counts.ts';

function summaryOf(lengths: Iterable<number>) {
  const counts = new LengthCounts();
  for (const length of lengths) counts.add(length);
  return counts.summary();
}

describe('LengthCounts', () => {
  test('has no summary without a length', () => {
    expect(summaryOf([])).toBeUndefined();
  });

  test('has exact percentiles by nearest rank, and an exact mean', () => {
    expect(summaryOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toMatchObject({
      count: 100,
      min: 1,
      mean: 50.5,
      p50: 50,
      p95: 95,
      max: 100,
      total: 5050,
    });
  });

  test('has a bar for each power of two from the least to the greatest, empty ones included', () => {
    expect(summaryOf([0, 1, 5, 6, 40])?.histogram).toEqual([
      { from: 0, to: 0, count: 1 },
      { from: 1, to: 1, count: 1 },
      { from: 2, to: 3, count: 0 },
      { from: 4, to: 7, count: 2 },
      { from: 8, to: 15, count: 0 },
      { from: 16, to: 31, count: 0 },
      { from: 32, to: 63, count: 1 },
    ]);
  });

  test('counts every length once, and keeps percentiles of any file close to the exact ones', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(lengths, (all) => {
        const summary = summaryOf(all);
        if (summary === undefined) return false;
        const ascending = all.toSorted((one, other) => one - other);
        const exact = ascending[Math.ceil(0.95 * all.length) - 1] ?? Number.NaN;
        const counted = summary.histogram.reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(all.length);
        expect(Math.abs(summary.p95 - exact)).toBeLessThanOrEqual(exact * 0.0003);
        expect([summary.min, summary.max]).toEqual([ascending[0], ascending.at(-1)]);
        return true;
      }),
    );
  });
});
