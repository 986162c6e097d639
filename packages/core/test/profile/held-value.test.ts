import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldValue } from '../../src/profile/held-value.ts';
import { holdNs, weightedAverage } from '../../src/stats/time-weighted.ts';

describe('a value that holds until the next', () => {
  it('has no figures before the first reading', () => {
    const value = new HeldValue();
    expect([value.first, value.last, value.peak, value.averageUntil(5)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('equals its average after one reading', () => {
    const value = new HeldValue();
    value.add(10, 7);
    expect([value.averageUntil(10), value.averageUntil(20), value.averageUntil(5)]).toEqual([
      7, 7, 7,
    ]);
  });

  it('has the average, peak, first and last of all readings, without keeping them', () => {
    const readings = fc.array(
      fc.record({
        gapNs: fc.integer({ min: 0, max: 1e7 }),
        bytes: fc.integer({ min: 0, max: 1e12 }),
      }),
      { minLength: 1, maxLength: 200 },
    );
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 1e7 }), (rows, tailNs) => {
        const value = new HeldValue();
        const timeNs: number[] = [];
        let atNs = 1e15;
        for (const { gapNs, bytes } of rows) {
          atNs += gapNs;
          timeNs.push(atNs);
          value.add(atNs, bytes);
        }
        const bytes = rows.map((row) => row.bytes);
        const expected = weightedAverage(bytes, holdNs(timeNs, atNs + tailNs));
        expect(value.averageUntil(atNs + tailNs)).toBeCloseTo(expected, 2);
        expect(value.peak).toBe(Math.max(...bytes));
        expect([value.first, value.last]).toEqual([bytes[0], bytes.at(-1)]);
      }),
    );
  });
});
