import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBelow, nearestIndex } from '../../src/stats/sorted-search.ts';

const ascending = fc.array(fc.nat(100)).map((values) => values.toSorted((a, b) => a - b));

test('countBelow counts what a filter counts', () => {
  fc.assert(
    fc.property(ascending, fc.nat(100), (values, bound) => {
      expect(countBelow(values, bound)).toBe(values.filter((value) => value < bound).length);
    }),
  );
});

test('nearestIndex finds no farther value than any other', () => {
  fc.assert(
    fc.property(ascending, fc.nat(100), (values, wanted) => {
      const found = values[nearestIndex(values, wanted)];
      const distances = values.map((value) => Math.abs(value - wanted));
      expect(found === undefined).toBe(values.length === 0);
      // The least of no distances is infinite, as is the distance to nothing.
      const distance = found === undefined ? Infinity : Math.abs(found - wanted);
      expect(distance).toBe(Math.min(...distances));
    }),
  );
});

test('of two values as near, the earlier one is nearest', () => {
  expect(nearestIndex([10, 20], 15)).toBe(0);
});
