import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinMinMax } from '../../src/stats/thin-min-max.ts';

test('keeps all values when there are few', () => {
  expect([...thinMinMax([5, 6, 7], 4)]).toEqual([0, 1, 2]);
  expect([...thinMinMax([], 4)]).toEqual([]);
});

test('keeps the extremes of every bucket, the first and the last, in order, up to the requested number', () => {
  const many = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(many, fc.integer({ min: 4, max: 60 }), (values, maxPoints) => {
      const kept = [...thinMinMax(values, maxPoints)];
      expect(kept.length).toBeLessThanOrEqual(maxPoints);
      expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(values.length - 1);
      if (values.length <= maxPoints) return;
      const buckets = Math.floor((maxPoints - 2) / 2);
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const from = Math.floor((bucket * values.length) / buckets);
        const to = Math.floor(((bucket + 1) * values.length) / buckets);
        const inBucket = values.slice(from, to);
        const keptValues = kept
          .filter((index) => index >= from && index < to)
          .map((i) => values[i]);
        expect(keptValues).toContain(Math.max(...inBucket));
        expect(keptValues).toContain(Math.min(...inBucket));
      }
    }),
  );
});

test('keeps a spike of one sample in a million', () => {
  const values = new Float64Array(1_000_000).fill(100);
  values[345_678] = 9000;
  expect(thinMinMax(values, 2000)).toContain(345_678);
});

test('chooses among some of the values as if there were no others', () => {
  const values = Float64Array.from({ length: 4000 }, (_, index) => (index * 7919) % 4001);
  const among = Uint32Array.from({ length: 2000 }, (_, index) => 2 * index);
  const alone = thinMinMax(
    Float64Array.from(among, (index) => values[index] ?? Number.NaN),
    100,
  );
  expect([...thinMinMax(values, 100, among)]).toEqual(Array.from(alone, (at) => 2 * at));
  expect([...thinMinMax(values, 100, Uint32Array.of(3, 9))]).toEqual([3, 9]);
});
