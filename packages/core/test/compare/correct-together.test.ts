import { describe, expect, test } from 'vitest';
import { correctTogether } from '../../src/compare/correct-together.ts';
import type { Effect } from '../../src/stats/effect.ts';

const MISS_RATE = 0.05;

function effect(estimate: number, error = 0.01): Effect {
  return { estimate, errorBelow: error, errorAbove: error, degreesOfFreedom: 8 };
}

describe('a correction', () => {
  test('counts metrics with the same figures once', () => {
    const tokens = effect(0.02 * (1 + 1e-15));
    const { comparisonCount, outcomes } = correctTogether(
      [effect(0.02), effect(0.01), tokens],
      MISS_RATE,
    );
    expect(comparisonCount).toBe(2);
    expect(outcomes.map(({ level }) => level)).toEqual([0.025, 0.025, 0.025]);
  });

  test('finds all metrics with the same figures, or none', () => {
    // Held to half of the miss rate it is found; held to a third it would not be.
    const { outcomes } = correctTogether(
      [effect(0.0285), effect(0.0285), effect(0.001)],
      MISS_RATE,
    );
    expect(outcomes.map(({ isFound }) => isFound)).toEqual([true, true, false]);
  });

  test('leaves out what shows neither difference nor spread, and finds nothing in it', () => {
    const { comparisonCount, outcomes } = correctTogether([effect(0, 0), effect(0.01)], MISS_RATE);
    expect(comparisonCount).toBe(1);
    expect(outcomes).toEqual([
      { level: MISS_RATE, isFound: false },
      { level: MISS_RATE, isFound: false },
    ]);
  });

  test('counts a difference that has no spread, and one of 0 that has some', () => {
    const { comparisonCount, outcomes } = correctTogether([effect(0.5, 0), effect(0)], MISS_RATE);
    expect(comparisonCount).toBe(2);
    expect(outcomes[0]).toEqual({ level: 0.025, isFound: true });
  });
});
