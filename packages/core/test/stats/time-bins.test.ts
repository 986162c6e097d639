import { describe, expect, it } from 'vitest';
import { TimeBins } from '../../src/stats/time-bins.ts';

describe('bins over time', () => {
  it('hold the mean of each interval at its middle, and omit empty ones', () => {
    const bins = new TimeBins(10);
    bins.add(1, 4);
    bins.add(9, 6);
    bins.add(25, 7);
    expect(bins.between(0, 100)).toEqual({ x: [5, 25], y: [5, 7] });
    expect(bins.between(10, 100)).toEqual({ x: [25], y: [7] });
    expect(bins.between(0, 29)).toEqual({ x: [5], y: [5] });
    expect(bins.count(0, 100)).toBe(3);
  });

  it('reduce a line over any length of time to at most 256 intervals', () => {
    const bins = new TimeBins(1);
    for (let at = 0; at < 100_000; at += 1) bins.add(at, 2 * at);
    const { x, y } = bins.between(0, 100_000);
    expect(x.length).toBeGreaterThan(128);
    expect(x.length).toBeLessThanOrEqual(256);
    for (const [index, middle] of x.entries()) {
      expect(Math.abs((y[index] ?? Number.NaN) - 2 * middle)).toBeLessThanOrEqual(2);
    }
    expect(bins.count(0, 200_000)).toBe(100_000);
  });
});
