import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBelow, nearestIndex } from '../../src/stats/sorted-search.ts';

const ascending = fc.array(fc.nat(100)).map((values) => values.toSorted((a, b) => a - b));

test('countBelow returns the count of a filter', () => {
  fc.assert(
    fc.property(ascending, fc.nat(100), (values, bound) => {
      expect(countBelow(values, bound)).toBe(values.filter((value) => value < bound).length);
    }),
  );
});

test('nearestIndex returns an index with the smallest distance', () => {
  fc.assert(
    fc.property(ascending, fc.nat(100), (values, wanted) => {
      const found = values[nearestIndex(values, wanted)];
      const distances = values.map((value) => Math.abs(value - wanted));
      expect(found === undefined).toBe(values.length === 0);
      // The minimum of no distances is infinite, as is the distance to nothing.
      const distance = found === undefined ? Infinity : Math.abs(found - wanted);
      expect(distance).toBe(Math.min(...distances));
    }),
  );
});

test('nearestIndex prefers the earlier of two equally near values', () => {
  expect(nearestIndex([10, 20], 15)).toBe(0);
});
