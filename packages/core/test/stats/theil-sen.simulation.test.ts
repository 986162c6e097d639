import { describe, expect, test } from 'vitest';
import { theilSen } from '../../src/stats/theil-sen.ts';
import { line } from './noisy-line.ts';

/** Lehmer's generator: the same numbers in every run. */
function randomBySeed(from: number): () => number {
  let seed = from;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

describe('theilSen', () => {
  test('covers the true slope in about 95 of 100 noisy series', () => {
    const uniform = randomBySeed(1);
    const covered = Array.from({ length: 400 }, () => {
      const trend = theilSen([line(30, 2, 0, () => (uniform() + uniform() + uniform()) * 20)]);
      return trend !== undefined && trend.low <= 2 && trend.high >= 2;
    }).filter(Boolean).length;
    expect(covered / 400).toBeGreaterThan(0.92);
  });

  test('covers it as often when the points come from several series', () => {
    const uniform = randomBySeed(7);
    const covered = Array.from({ length: 300 }, () => {
      const series = Array.from({ length: 6 }, (_, level) =>
        line(8, 2, level * 1000, () => (uniform() + uniform() + uniform()) * 20),
      );
      const trend = theilSen(series);
      return trend !== undefined && trend.low <= 2 && trend.high >= 2;
    }).filter(Boolean).length;
    expect(covered / 300).toBeGreaterThan(0.92);
  });

  test('rarely reports a trend where neighbors are correlated and there is none, and still finds a real one', () => {
    const uniform = randomBySeed(11);
    const shock = (): number => uniform() + uniform() + uniform() - 1.5;
    const wander = (slope: number): boolean => {
      let level = shock() / Math.sqrt(1 - 0.9 ** 2);
      const walk = line(400, slope, 0, () => (level = 0.9 * level + shock()));
      return (theilSen([walk])?.low ?? NaN) > 0;
    };
    const alarms = Array.from({ length: 200 }, () => wander(0)).filter(Boolean).length;
    // One side of 95% is 2.5%; without correction for correlation it was 25%.
    expect(alarms / 200).toBeLessThan(0.08);
    expect(Array.from({ length: 50 }, () => wander(0.03)).every(Boolean)).toBe(true);
  });
});
