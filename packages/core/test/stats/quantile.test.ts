import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, quantileOfSorted, sortAscending, sortInPlace } from '../../src/stats/quantile.ts';

const finite = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const someValues = fc.array(finite, { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantileOfSorted', () => {
  test('agrees with R, type 7', () => {
    const values = sortAscending([7, 1, 4, 2, 9, 15]);
    // quantile(c(7,1,4,2,9,15), c(.1,.25,.5,.9,.95), type = 7)
    expect(quantileOfSorted(values, 0.1)).toBeCloseTo(1.5, 12);
    expect(quantileOfSorted(values, 0.25)).toBeCloseTo(2.5, 12);
    expect(quantileOfSorted(values, 0.5)).toBeCloseTo(5.5, 12);
    expect(quantileOfSorted(values, 0.9)).toBeCloseTo(12, 12);
    expect(quantileOfSorted(values, 0.95)).toBeCloseTo(13.5, 12);
  });

  test('stays within the values, equals them at the ends, and is monotonic', () => {
    fc.assert(
      fc.property(someValues, share, share, (values, a, b) => {
        const ascending = sortAscending(values);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(quantileOfSorted(ascending, low)).toBeLessThanOrEqual(
          quantileOfSorted(ascending, high),
        );
        expect(quantileOfSorted(ascending, 0)).toBe(ascending[0]);
        expect(quantileOfSorted(ascending, 1)).toBe(ascending.at(-1));
      }),
    );
  });

  test('is infinite as soon as it passes the last finite value, and never NaN because of it', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        share,
        (answered, failed, probability) => {
          const all = [...answered, ...Array.from({ length: failed }, () => Infinity)];
          const value = quantileOfSorted(sortAscending(all), probability);
          const position = (all.length - 1) * probability;
          expect(value === Infinity).toBe(position > answered.length - 1);
          expect(value).not.toBeNaN();
        },
      ),
    );
  });

  test('returns NaN for no values, and for a NaN among them', () => {
    expect(quantileOfSorted(new Float64Array(0), 0.5)).toBeNaN();
    expect(quantileOfSorted(sortAscending([1, NaN, 3]), 0)).toBeNaN();
  });
});

test('the median of an even count is between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

describe('sortInPlace', () => {
  const anything = fc.oneof(
    fc.double(),
    fc.double({ min: 0, noNaN: true }),
    fc.constantFrom(0, -0, Infinity, Number.NaN),
  );

  test('sorts numbers, with and without a sign among them, and NaN last', () => {
    fc.assert(
      fc.property(fc.array(anything), (values) => {
        const sorted = sortInPlace(Float64Array.from(values));
        expect([...sorted]).toEqual([...Float64Array.from(values).toSorted()]);
      }),
    );
  });

  test('sorts a part of a column in place and does not change the rest', () => {
    const column = Float64Array.of(9, 3, 1, 2, 0);
    expect(sortInPlace(column.subarray(1, 4)).buffer).toBe(column.buffer);
    expect([...column]).toEqual([9, 1, 2, 3, 0]);
  });
});
