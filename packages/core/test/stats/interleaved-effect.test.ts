import { describe, expect, test } from 'vitest';
import { effectOfTurns, type TimedFigure } from '../../src/stats/interleaved-effect.ts';
import { intervalOf, probabilityOf } from '../../src/stats/effect.ts';
import { effectOfRuns } from '../../src/stats/run-effect.ts';
import { createRandom } from '../../src/workload/random.ts';

/** A B B A A B B A A B, the order of `--against` with five repeats. */
const TURNS = [0, 1, 1, 0, 0, 1, 1, 0, 0, 1];

interface Truth {
  readonly difference: number;
  /** Change from each run to the next. */
  readonly drift: number;
  /** Standard deviation of a run. */
  readonly noise: number;
}

function runsOf(order: readonly number[], { difference, drift, noise }: Truth, seed: number) {
  const random = createRandom(seed, 'runs');
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
  const sides: [TimedFigure[], TimedFigure[]] = [[], []];
  for (const [place, side] of order.entries()) {
    const value = 10 + side * difference + place * drift + noise * normal();
    sides[side === 0 ? 0 : 1].push({ value, beganAt: 1000 + 8 * place });
  }
  return sides;
}

const valuesOf = (figures: readonly TimedFigure[]) => figures.map(({ value }) => value);

describe('the effect of interleaved runs', () => {
  test('excludes a steady drift, which Welch counts as spread', () => {
    const [base, candidate] = runsOf(TURNS, { difference: 0.5, drift: 0.3, noise: 0.05 }, 1);
    const effect = effectOfTurns(base, candidate);
    if (effect === undefined) throw new Error('They took turns.');
    expect(effect.degreesOfFreedom).toBe(7);
    expect(Math.abs(effect.estimate - 0.5)).toBeLessThan(0.15);
    const { low, high } = intervalOf(effect, 0.05);
    expect(high - low).toBeLessThan(0.3);
    const welch = effectOfRuns(valuesOf(base), valuesOf(candidate));
    expect(welch?.errorAbove).toBeGreaterThan(5 * effect.errorAbove);
  });

  test.each([0, 0.3])(
    'finds a difference in 1 of 20 comparisons without one, with a drift of %d',
    (drift) => {
      const tries = 2000;
      let called = 0;
      for (let seed = 0; seed < tries; seed += 1) {
        const [base, candidate] = runsOf(TURNS, { difference: 0, drift, noise: 1 }, seed);
        const effect = effectOfTurns(base, candidate);
        if (effect !== undefined && probabilityOf(effect) <= 0.05) called += 1;
      }
      expect(called / tries).toBeGreaterThan(0.035);
      expect(called / tries).toBeLessThan(0.065);
    },
  );

  test('is undefined when one side ran after the other, or both began at the same times', () => {
    const truth = { difference: 0, drift: 0, noise: 1 };
    const [base, candidate] = runsOf([0, 0, 0, 0, 1, 1, 1, 1], truth, 1);
    expect(effectOfTurns(base, candidate)).toBeUndefined();
    const [first, second] = runsOf(TURNS, truth, 1);
    const atOnce = second.map((one, index) => ({ ...one, beganAt: first[index]?.beganAt ?? 0 }));
    expect(effectOfTurns(first, atOnce)).toBeUndefined();
  });

  test('is undefined for fewer than three runs per side, or for equal figures', () => {
    const truth = { difference: 0, drift: 0, noise: 1 };
    const [base, candidate] = runsOf([0, 1, 1, 0], truth, 1);
    expect(effectOfTurns(base, candidate)).toBeUndefined();
    const [same, alike] = runsOf(TURNS, { ...truth, noise: 0 }, 1);
    expect(effectOfTurns(same, alike)).toBeUndefined();
  });
});
