import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedSeries } from '../../src/profile/bounded-series.ts';

const MAX_BUCKETS = 8;

function seriesOf(values: readonly number[]): { timeNs: number[]; value: number[] } {
  const series = new BoundedSeries(MAX_BUCKETS);
  for (const [index, value] of values.entries()) series.add(index, value);
  const { timeNs, value } = series.points();
  return { timeNs: [...timeNs], value: [...value] };
}

const valuesArbitrary = fc.array(fc.integer({ min: 0, max: 1000 }), {
  minLength: 1,
  maxLength: 500,
});

describe('a series in bounded memory', () => {
  it('keeps every value while there are few', () => {
    const values = [5, 3, 8, 8, 1, 9, 2, 7];
    expect(seriesOf(values)).toEqual({ timeNs: [0, 1, 2, 3, 4, 5, 6, 7], value: values });
  });

  it('is empty when nothing was added', () => {
    expect(seriesOf([])).toEqual({ timeNs: [], value: [] });
  });

  it('keeps the minimum and the maximum, each at its time', () => {
    fc.assert(
      fc.property(valuesArbitrary, (values) => {
        const { timeNs, value } = seriesOf(values);
        expect(Math.max(...value)).toBe(Math.max(...values));
        expect(Math.min(...value)).toBe(Math.min(...values));
        expect(timeNs.map((index) => values[index])).toEqual(value);
      }),
    );
  });

  it('is in order of time, and at most twice as long as its buckets', () => {
    fc.assert(
      fc.property(valuesArbitrary, (values) => {
        const { timeNs } = seriesOf(values);
        expect(timeNs.length).toBeLessThanOrEqual(2 * MAX_BUCKETS);
        expect(new Set(timeNs).size).toBe(timeNs.length);
        expect(timeNs).toEqual(timeNs.toSorted((one, other) => one - other));
      }),
    );
  });

  it('shows its beginning in as much detail as its end', () => {
    const { timeNs } = seriesOf(Array.from({ length: 12_345 }, (_, index) => (index * 7919) % 101));
    const inFirstHalf = timeNs.filter((index) => index < 12_345 / 2).length;
    expect(inFirstHalf / timeNs.length).toBeGreaterThan(0.35);
    expect(inFirstHalf / timeNs.length).toBeLessThan(0.65);
  });
});
