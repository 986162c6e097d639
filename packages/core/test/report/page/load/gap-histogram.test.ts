import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GapHistogram } from '../../../../src/report/page/load/gap-histogram.ts';

const gaps = fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 1 });

describe('GapHistogram', () => {
  test('tells the lower median to within one percent, and the longest exactly, of each stretch', () => {
    fc.assert(
      fc.property(gaps, gaps, (first, second) => {
        const histogram = new GapHistogram(2);
        for (const gapMs of first) histogram.add(0, gapMs);
        for (const gapMs of second) histogram.add(1, gapMs);
        const medians = histogram.medians();
        for (const [stretch, values] of [first, second].entries()) {
          const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? NaN;
          const told = medians[stretch] ?? NaN;
          expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(0.0101);
          expect(histogram.maxima[stretch]).toBe(Math.max(...values));
        }
      }),
    );
  });

  test('of no gap has nothing to tell', () => {
    const histogram = new GapHistogram(1);
    histogram.add(0, Number.NaN);
    expect([...histogram.medians(), ...histogram.maxima]).toEqual([Number.NaN, Number.NaN]);
  });

  test('counts gaps beyond its bins at their ends', () => {
    const histogram = new GapHistogram(1);
    histogram.add(0, 0);
    histogram.add(0, 1e12);
    expect(histogram.maxima[0]).toBe(1e12);
    expect(histogram.medians()[0]).toBeLessThan(0.01);
  });
});
