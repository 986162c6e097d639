import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram, RELATIVE_ERROR } from '../../src/live/latency-histogram.ts';

function histogramOf(times: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ms of times) histogram.record(ms);
  return histogram;
}

describe('LatencyHistogram', () => {
  it('returns every quantile within its error of the time at that rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 86_400_000, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (times, share) => {
          const estimate = histogramOf(times).quantile(share);
          const exact = times.toSorted((one, other) => one - other)[
            Math.floor(share * (times.length - 1))
          ];
          // Slightly above the error, to allow for rounding of the logarithm.
          expect(Math.abs(estimate / (exact ?? 0) - 1)).toBeLessThan(RELATIVE_ERROR + 1e-9);
        },
      ),
    );
  });

  it('returns NaN before anything is counted', () => {
    expect(histogramOf([]).quantile(0.5)).toBeNaN();
    expect(histogramOf([Number.NaN]).count).toBe(0);
  });

  it('ranks failures after all successes', () => {
    const histogram = histogramOf([10, Infinity, 10, 10]);
    expect(histogram.quantile(0.5)).toBeCloseTo(10, 0);
    expect(histogram.quantile(1)).toBe(Infinity);
    expect(histogram.count).toBe(4);
  });

  it('counts times outside its range in its first and last bucket', () => {
    expect(histogramOf([0]).quantile(0)).toBeLessThan(0.0011);
    expect(histogramOf([1e12]).quantile(1)).toBeGreaterThan(86_400_000 * 0.98);
  });
});
