import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/stats/change-point.ts';
import { gammaNumber } from '../../src/workload/gamma-arrivals.ts';
import { createRandom } from '../../src/workload/random.ts';

/** Values around levels, a number for each, with noise proportional to the level. */
function series(
  seed: number,
  levels: readonly (readonly [level: number, count: number])[],
  noiseShare: number,
): Float64Array {
  const random = createRandom(seed, 'noise');
  // Mean 0 and deviation 1, and skewed as latencies are.
  const noise = (): number => (gammaNumber(random, 16) - 16) / 4;
  return Float64Array.from(
    levels.flatMap(([level, count]) =>
      Array.from({ length: count }, () => level * (1 + noiseShare * noise())),
    ),
  );
}

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);

describe('change points', () => {
  it('are not found in a series of one level, except in a few of a hundred', () => {
    const found = SEEDS.filter((seed) => changePoints([series(seed, [[50, 60]], 0.2)]).length > 0);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('are found where the level changes, within one or two values', () => {
    const misses = SEEDS.filter((seed) => {
      const places = changePoints([
        series(
          seed,
          [
            [90, 15],
            [50, 45],
          ],
          0.1,
        ),
      ]);
      // The noisier level may split into two; only its end matters.
      return Math.abs((places.at(-1) ?? 0) - 15) > 2;
    });
    expect(misses.length).toBeLessThanOrEqual(5);
  });

  it('are found when only one of two series changes', () => {
    const misses = SEEDS.filter((seed) => {
      const steady = series(seed, [[8, 60]], 0.05);
      const changing = series(
        seed + 1000,
        [
          [20, 40],
          [40, 20],
        ],
        0.15,
      );
      const places = changePoints([steady, changing]);
      return places.length !== 1 || Math.abs((places[0] ?? 0) - 40) > 2;
    });
    expect(misses.length).toBeLessThanOrEqual(5);
  });

  it('are exact without noise, in any number', () => {
    const places = changePoints([
      series(
        1,
        [
          [1, 10],
          [4, 20],
          [2, 10],
          [9, 20],
        ],
        0,
      ),
    ]);
    expect(places).toEqual([10, 30, 40]);
  });

  it('are not found where a change is too small to matter, however significant', () => {
    expect(
      changePoints([
        series(
          1,
          [
            [100, 30],
            [101, 30],
          ],
          0,
        ),
      ]),
    ).toEqual([]);
  });

  it('are not found in an empty series, a single value, or zeros', () => {
    expect(changePoints([])).toEqual([]);
    expect(changePoints([new Float64Array(0)])).toEqual([]);
    expect(changePoints([Float64Array.of(5)])).toEqual([]);
    expect(changePoints([new Float64Array(40)])).toEqual([]);
  });

  it('do not depend on the unit', () => {
    const values = series(
      3,
      [
        [90, 15],
        [50, 45],
      ],
      0.1,
    );
    expect(changePoints([values.map((value) => value * 1e9)])).toEqual(changePoints([values]));
  });
});
