import { describe, expect, test } from 'vitest';
import { intervalOf, probabilityOf } from '../../src/stats/effect.ts';
import { effectOfRuns } from '../../src/stats/run-effect.ts';
import { createRandom, type Random } from '../../src/workload/random.ts';
import { syntheticValues } from './synthetic-values.ts';

/** The failure rate of 100 requests that each fail with probability 0.5%. */
function rareRate(random: Random): number {
  let failed = 0;
  for (let request = 0; request < 100; request += 1) if (random.fraction() < 0.005) failed += 1;
  return failed / 100;
}

describe('effectOfRuns', () => {
  test("is Welch's t", () => {
    // t.test(c(29.8, 30.4, 31.1, 30.2), c(27.1, 28.0, 26.2)) in R.
    const effect = effectOfRuns([27.1, 28, 26.2], [29.8, 30.4, 31.1, 30.2]);
    expect(effect).toBeDefined();
    if (effect === undefined) return;
    expect(effect.estimate).toBeCloseTo(3.275, 10);
    const error = Math.sqrt(0.81 / 3 + 0.29583333 / 4);
    expect(effect.errorBelow).toBeCloseTo(error, 6);
    expect(effect.degreesOfFreedom).toBeCloseTo(
      (0.27 + 0.07395833) ** 2 / (0.27 ** 2 / 2 + 0.07395833 ** 2 / 3),
      5,
    );
  });

  test('assumes that a single run varies like the others', () => {
    const effect = effectOfRuns([10, 12, 14], [20]);
    // Variance 4 of three runs: that of the average plus that of one more run.
    expect(effect?.errorAbove).toBeCloseTo(Math.sqrt(4 * (1 / 3 + 1)), 10);
    expect(effect?.degreesOfFreedom).toBe(2);
  });

  test('returns undefined for one run each', () => {
    expect(effectOfRuns([1], [2])).toBeUndefined();
    expect(effectOfRuns([], [2, 3, 4])).toBeUndefined();
  });

  test('judges runs without variance only by their order, with an unbounded interval', () => {
    const few = effectOfRuns([0.5, 0.5], [0.6, 0.6]);
    expect(few?.estimate).toBeCloseTo(0.1, 12);
    expect(few && probabilityOf(few)).toBeCloseTo(2 / 6, 12);
    expect(few && intervalOf(few, 0.05)).toEqual({ low: -Infinity, high: Infinity });
    const many = effectOfRuns([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]);
    expect(many && probabilityOf(many)).toBeCloseTo(2 / 252, 12);
    expect(many && intervalOf(many, 0.05)).toEqual({ low: 0, high: Infinity });
    const alike = effectOfRuns([0, 0], [0]);
    expect(alike && probabilityOf(alike)).toBe(1);
  });

  test.each([
    [2, 1],
    [3, 1],
    [5, 1],
    [2, 2],
    [3, 3],
    [5, 5],
  ])('rarely calls a rate of rare failures different, in %i runs against %i', (of, to) => {
    const random = createRandom(7, `rare failures ${of} ${to}`);
    let found = 0;
    const pairs = 2000;
    for (let pair = 0; pair < pairs; pair += 1) {
      const rates = Array.from({ length: of + to }, () => rareRate(random));
      const effect = effectOfRuns(rates.slice(0, of), rates.slice(of));
      if (effect !== undefined && probabilityOf(effect) < 0.05) found += 1;
    }
    expect(found / pairs).toBeLessThanOrEqual(0.05);
  });

  test('judges runs that are all infinite only by their order', () => {
    const effect = effectOfRuns(
      [1, 2, 3, 4, 5],
      [Infinity, Infinity, Infinity, Infinity, Infinity],
    );
    expect(effect?.estimate).toBe(Infinity);
    expect(effect && probabilityOf(effect)).toBeCloseTo(2 / 252, 12);
    expect(effectOfRuns([1, 2, 3], [4, Infinity, 5])).toBeUndefined();
  });

  test('covers the true value in 19 of 20 comparisons of three runs each', () => {
    let covered = 0;
    for (let pair = 0; pair < 1000; pair += 1) {
      const figures = syntheticValues({ seed: pair * 7 + 1, count: 6, spread: 0.03, memory: 0 });
      const logs = Array.from(figures, Math.log);
      const effect = effectOfRuns(logs.slice(0, 3), logs.slice(3));
      if (effect === undefined) continue;
      const { low, high } = intervalOf(effect, 0.05);
      if (low <= 0 && high >= 0) covered += 1;
    }
    expect(covered).toBeGreaterThan(935);
    expect(covered).toBeLessThan(985);
  });
});
