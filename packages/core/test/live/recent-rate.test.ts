import { describe, expect, it } from 'vitest';
import { RecentRate } from '../../src/live/recent-rate.ts';

const SECOND_NS = 1e9;

function evenly(rate: RecentRate, perSecond: number, fromS: number, toS: number): void {
  for (let count = 0; count < (toS - fromS) * perSecond; count += 1) {
    rate.add((fromS + count / perSecond) * SECOND_NS);
  }
}

describe('RecentRate', () => {
  it('returns the rate per second over its window, regardless of what came before', () => {
    const rate = new RecentRate(5e9);
    evenly(rate, 1000, 100, 110);
    evenly(rate, 200, 110, 120);
    expect(rate.perSecond(120e9, 100e9)).toBeCloseTo(200, 5);
  });

  it('covers the time since the start if that is shorter than the window', () => {
    const rate = new RecentRate(5e9);
    evenly(rate, 100, 7, 8);
    expect(rate.perSecond(8e9, 7e9)).toBeCloseTo(100, 5);
  });

  it('falls to zero when events stop, and returns NaN before a slot is full', () => {
    const rate = new RecentRate(5e9);
    evenly(rate, 100, 7, 8);
    expect(rate.perSecond(20e9, 7e9)).toBe(0);
    expect(new RecentRate(5e9).perSecond(7.01e9, 7e9)).toBeNaN();
    expect(new RecentRate(5e9).perSecond(7e9, Number.NaN)).toBeNaN();
  });

  it('counts a late event in its slot, and ignores one older than the window', () => {
    const rate = new RecentRate(5e9);
    rate.add(12e9);
    rate.add(11e9);
    rate.add(1e9);
    rate.add(Number.NaN);
    expect(rate.perSecond(13e9, 9e9) * 4).toBeCloseTo(2, 5);
  });
});
