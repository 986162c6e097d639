import { describe, expect, test } from 'vitest';
import {
  bootstrapAverages,
  bootstrapQuantiles,
  cutIntoBlocks,
  freeBlocks,
} from '../../../src/stats/dependence/block-bootstrap.ts';
import { quantileOfSorted, sortAscending } from '../../../src/stats/quantile.ts';
import { average } from '../../../src/stats/time-weighted.ts';
import { syntheticValues } from '../synthetic-values.ts';

function deviationOf(values: Float64Array): number {
  const middle = average(values);
  return Math.sqrt(average(values.map((value) => (value - middle) ** 2)));
}

describe('cutIntoBlocks', () => {
  test('keeps every value, in blocks whose lengths differ by at most one', () => {
    const values = syntheticValues({ seed: 1, count: 1003, memory: 0.5 });
    const blocked = cutIntoBlocks([values]);
    expect(blocked.values).toEqual(values);
    const lengths = Array.from(
      blocked.starts.subarray(1),
      (to, block) => to - (blocked.starts[block] ?? 0),
    );
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(1003);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  });

  test('makes no block that crosses strata', () => {
    const blocked = cutIntoBlocks([
      new Float64Array(30).fill(1),
      syntheticValues({ seed: 2, count: 70 }),
    ]);
    expect([...blocked.starts]).toContain(30);
    const blockCount = blocked.starts.length - 1;
    expect(freeBlocks(blocked)).toBe(blockCount - 2);
  });
});

describe('a bootstrap', () => {
  test('is the same for the same seed, and different for another', () => {
    const blocked = cutIntoBlocks([syntheticValues({ seed: 5, count: 500 })]);
    expect(bootstrapAverages(blocked, 50, 1)).toEqual(bootstrapAverages(blocked, 50, 1));
    expect(bootstrapAverages(blocked, 50, 1)).not.toEqual(bootstrapAverages(blocked, 50, 2));
  });

  test('draws each stratum as often as it has values: a difference between levels adds no noise', () => {
    const low = new Float64Array(100).fill(1);
    const high = new Float64Array(300).fill(5);
    const apart = bootstrapAverages(cutIntoBlocks([low, high]), 200, 1);
    expect(new Set(apart)).toEqual(new Set([4]));
  });

  test('spreads averages of dependent neighbors as in theory', () => {
    const values = syntheticValues({ seed: 6, count: 4000, middle: 1, spread: 0.2, memory: 0.5 });
    const spread = deviationOf(bootstrapAverages(cutIntoBlocks([values]), 2000, 1));
    // A first-order process multiplies the variance of an average by (1 + memory) / (1 - memory).
    const theory = (deviationOf(values) / Math.sqrt(4000)) * Math.sqrt(3);
    expect(spread / theory).toBeGreaterThan(0.8);
    expect(spread / theory).toBeLessThan(1.2);
  });

  test('excludes failed requests from averages', () => {
    const values = Float64Array.from({ length: 100 }, (_, index) =>
      index % 10 === 0 ? Infinity : 3,
    );
    expect(new Set(bootstrapAverages(cutIntoBlocks([values]), 100, 1))).toEqual(new Set([3]));
  });

  // Few values are searched one by one, many through a window.
  test.each([150, 5000])('returns quantiles around the exact ones, for %i values', (count) => {
    const values = syntheticValues({ seed: 8, count, failedShare: 0.02 });
    const blocked = cutIntoBlocks([values]);
    for (const probability of [0.5, 0.9, 0.95]) {
      const quantiles = sortAscending(bootstrapQuantiles(blocked, probability, 2000, 3));
      const exact = quantileOfSorted(sortAscending(values), probability);
      expect(quantiles[100]).toBeLessThanOrEqual(exact);
      expect(quantiles[1900]).toBeGreaterThanOrEqual(exact);
    }
  });

  test('every quantile of an unchanged sample equals that of the sample', () => {
    // A single block can only be drawn unchanged.
    const one = { starts: Uint32Array.of(0, 7), strata: Uint32Array.of(0, 1) };
    const values = Float64Array.of(5, 1, Infinity, 3, 3, 8, 2);
    for (const probability of [0, 0.2, 0.5, 0.77, 0.95, 1]) {
      const [drawn] = bootstrapQuantiles({ values, ...one }, probability, 1, 1);
      expect(drawn).toBe(quantileOfSorted(sortAscending(values), probability));
    }
  });

  test('a percentile is infinite when a draw has too many failed requests', () => {
    const values = syntheticValues({ seed: 9, count: 1000, memory: 0, failedShare: 0.05 });
    const quantiles = bootstrapQuantiles(cutIntoBlocks([values]), 0.95, 1000, 1);
    const infinite = quantiles.filter((value) => value === Infinity).length;
    expect(infinite).toBeGreaterThan(100);
    expect(infinite).toBeLessThan(900);
  });
});
