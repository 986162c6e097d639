import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thinStretch } from '../../../src/report/page/thin-line.ts';

function stretchOf(values: readonly number[]) {
  return {
    timeNs: Float64Array.from(values, (_, index) => index * 1e6),
    value: Float64Array.from(values),
  };
}

/** The value at a time of a line through points. */
function heightAt(
  { timeNs, value }: { timeNs: Float64Array; value: ArrayLike<number> },
  atNs: number,
): number {
  const after = timeNs.findIndex((one) => one >= atNs);
  const [t0, t1] = [timeNs[after - 1] ?? NaN, timeNs[after] ?? NaN];
  const [v0, v1] = [value[after - 1] ?? NaN, value[after] ?? NaN];
  return t1 === atNs ? v1 : v0 + ((v1 - v0) * (atNs - t0)) / (t1 - t0);
}

const levels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 });

describe('thinStretch', () => {
  test('keeps the line through all values if it fits, without repeating constant ones', () => {
    fc.assert(
      fc.property(levels, (values) => {
        const stretch = stretchOf(values);
        const thinned = thinStretch(stretch, 1000);
        expect(thinned.isThinned).toBe(false);
        for (const [index, value] of values.entries()) {
          expect(heightAt(thinned, index * 1e6)).toBeCloseTo(value, 9);
        }
      }),
    );
  });

  test('keeps the minimum, maximum, first and last value for any number of points', () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 4, max: 40 }), (values, maxPoints) => {
        const kept = [...thinStretch(stretchOf(values), maxPoints).value];
        expect(kept.length).toBeLessThanOrEqual(Math.max(maxPoints, 4));
        expect(Math.max(...kept)).toBe(Math.max(...values));
        expect(Math.min(...kept)).toBe(Math.min(...values));
        expect([kept.at(0), kept.at(-1)]).toEqual([values.at(0), values.at(-1)]);
      }),
    );
  });

  test('reduces a million constant values to two points', () => {
    const stretch = { timeNs: new Float64Array(1e6), value: new Float64Array(1e6).fill(7) };
    expect(thinStretch(stretch, 4).timeNs).toHaveLength(2);
  });

  test('omits missing values, even when all are missing', () => {
    expect([...thinStretch(stretchOf([NaN, 1, NaN, 2, NaN]), 10).value]).toEqual([1, 2]);
    expect(thinStretch(stretchOf([NaN, NaN]), 10).timeNs).toHaveLength(0);
    expect(thinStretch(stretchOf([]), 10).recordedCount).toBe(0);
  });
});
