import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GapHistogram } from '../../../../src/report/page/load/gap-histogram.ts';

const gaps = fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1 });

describe('GapHistogram', () => {
  test('returns the lower median of each stretch to within 1%, and the exact maximum', () => {
    fc.assert(
      fc.property(gaps, gaps, (first, second) => {
        const histogram = new GapHistogram(2);
        for (const gapMs of first) histogram.add(0, gapMs);
        for (const gapMs of second) histogram.add(1, gapMs);
        const medians = histogram.medians();
        for (const [stretch, values] of [first, second].entries()) {
          const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? NaN;
          const median = medians[stretch] ?? NaN;
          expect(Math.abs(median - exact) / exact).toBeLessThanOrEqual(0.0101);
          expect(histogram.maxima[stretch]).toBe(Math.max(...values));
        }
      }),
    );
  });

  test('returns NaN without a gap', () => {
    const histogram = new GapHistogram(1);
    histogram.add(0, Number.NaN);
    expect([...histogram.medians(), ...histogram.maxima]).toEqual([Number.NaN, Number.NaN]);
  });

  test('counts gaps outside its bins in the outermost bins', () => {
    const histogram = new GapHistogram(1);
    histogram.add(0, 0);
    histogram.add(0, 1e12);
    expect(histogram.maxima[0]).toBe(1e12);
    expect(histogram.medians()[0]).toBeLessThan(0.01);
  });
});
