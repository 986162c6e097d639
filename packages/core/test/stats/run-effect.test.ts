import { describe, expect, test } from 'vitest';
import { intervalOf, probabilityOf } from '../../src/stats/effect.ts';
import { effectOfRuns } from '../../src/stats/run-effect.ts';
import { syntheticValues } from './synthetic-values.ts';

describe('effectOfRuns', () => {
  test("is Welch's t", () => {
    // t.test(c(29.8, 30.4, 31.1, 30.2), c(27.1, 28.0, 26.2)) of R
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

  test('holds a single run to vary as the others do', () => {
    const effect = effectOfRuns([10, 12, 14], [20]);
    // Variance 4 of three runs: the average and one more.
    expect(effect?.errorAbove).toBeCloseTo(Math.sqrt(4 * (1 / 3 + 1)), 10);
    expect(effect?.degreesOfFreedom).toBe(2);
  });

  test('knows nothing of one run each', () => {
    expect(effectOfRuns([1], [2])).toBeUndefined();
    expect(effectOfRuns([], [2, 3, 4])).toBeUndefined();
  });

  test('is sure of what never varies', () => {
    const effect = effectOfRuns([0.5, 0.5], [0.6, 0.6]);
    expect(effect && probabilityOf(effect)).toBe(0);
  });

  test('judges runs that are all infinite by their order alone', () => {
    const effect = effectOfRuns(
      [1, 2, 3, 4, 5],
      [Infinity, Infinity, Infinity, Infinity, Infinity],
    );
    expect(effect?.estimate).toBe(Infinity);
    expect(effect && probabilityOf(effect)).toBeCloseTo(2 / 252, 12);
    expect(effectOfRuns([1, 2, 3], [4, Infinity, 5])).toBeUndefined();
  });

  test('covers the truth in 19 of 20 comparisons of three runs each', () => {
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
