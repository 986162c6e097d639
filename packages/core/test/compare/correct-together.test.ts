import { describe, expect, test } from 'vitest';
import { correctTogether, type TestedEffect } from '../../src/compare/correct-together.ts';
import { createRandom } from '../../src/workload/random.ts';

const MISS_RATE = 0.05;

function tested(estimate: number, error = 0.01): TestedEffect {
  return { effect: { estimate, errorBelow: error, errorAbove: error, degreesOfFreedom: 8 } };
}

/** Residuals of ten runs. */
function restsOf(label: string): number[] {
  const random = createRandom(7, label);
  return Array.from({ length: 10 }, () => random.fraction() - random.fraction());
}

function ofRuns(rests: readonly number[], estimate = 0.001, runs = 0): TestedEffect {
  return { effect: { ...tested(estimate).effect, rests }, runs };
}

describe('a correction', () => {
  test('counts metrics with equal figures once', () => {
    const tokens = tested(0.02 * (1 + 1e-15));
    const { comparisonCount, outcomes } = correctTogether(
      [tested(0.02), tested(0.01), tokens],
      MISS_RATE,
    );
    expect(comparisonCount).toBe(2);
    expect(outcomes.map(({ level }) => level)).toEqual([0.025, 0.025, 0.025]);
  });

  test('finds all metrics with equal figures, or none', () => {
    // At half of the miss rate it is found; at a third it would not be.
    const { outcomes } = correctTogether(
      [tested(0.0285), tested(0.0285), tested(0.001)],
      MISS_RATE,
    );
    expect(outcomes.map(({ isFound }) => isFound)).toEqual([true, true, false]);
  });

  test('excludes effects without difference and spread, and finds nothing in them', () => {
    const { comparisonCount, outcomes } = correctTogether([tested(0, 0), tested(0.01)], MISS_RATE);
    expect(comparisonCount).toBe(1);
    expect(outcomes).toEqual([
      { level: MISS_RATE, isFound: false },
      { level: MISS_RATE, isFound: false },
    ]);
  });

  test('counts a difference without spread, and a zero difference with spread', () => {
    const { comparisonCount, outcomes } = correctTogether([tested(0.5, 0), tested(0)], MISS_RATE);
    expect(comparisonCount).toBe(2);
    expect(outcomes[0]).toEqual({ level: 0.025, isFound: true });
  });
});

describe('metrics of the same runs', () => {
  const levelsOf = (effects: readonly TestedEffect[]) =>
    correctTogether(effects, MISS_RATE).outcomes.map(({ level }) => level);

  test('that vary together have nearly the level of a single one', () => {
    const rate = restsOf('rate');
    const latency = rate.map((rest, run) => -3 * rest + 0.02 * (restsOf('own')[run] ?? 0));
    const [level = NaN] = levelsOf([ofRuns(rate), ofRuns(latency, 0.002)]);
    expect(level).toBeGreaterThan(0.042);
    expect(level).toBeLessThanOrEqual(MISS_RATE);
  });

  test('that are independent count nearly in full', () => {
    const [level = NaN] = levelsOf([
      ofRuns(restsOf('one')),
      ofRuns(restsOf('two'), 0.002),
      ofRuns(restsOf('three'), 0.003),
    ]);
    expect(level).toBeGreaterThanOrEqual(MISS_RATE / 3);
    expect(level).toBeLessThan((1.25 * MISS_RATE) / 3);
  });

  test('of other candidates, with gaps, or of too few runs count in full', () => {
    const rate = restsOf('rate');
    const few = rate.slice(0, 5);
    const { runs: _, ...gaps } = ofRuns(rate);
    for (const other of [ofRuns(rate, 0.002, 1), { ...gaps, effect: tested(0.002).effect }]) {
      expect(levelsOf([ofRuns(rate), other])).toEqual([0.025, 0.025]);
    }
    expect(levelsOf([ofRuns(few), ofRuns(few, 0.002)])).toEqual([0.025, 0.025]);
  });

  test('add their chance to that of separate metrics', () => {
    const rate = restsOf('rate');
    const twins = [ofRuns(rate), ofRuns(rate, 0.002)];
    const [level = NaN] = levelsOf([...twins, tested(0.003)]);
    // Two that are always found together, plus one more.
    expect(level).toBeGreaterThan(0.024);
    expect(level).toBeLessThan(0.026);
  });

  test('that are found give the others a higher level', () => {
    const { outcomes } = correctTogether(
      [ofRuns(restsOf('one'), 0.2), ofRuns(restsOf('two'), 0.001)],
      MISS_RATE,
    );
    expect(outcomes.map(({ isFound }) => isFound)).toEqual([true, false]);
    expect(outcomes[1]?.level).toBeCloseTo(MISS_RATE, 2);
  });
});
