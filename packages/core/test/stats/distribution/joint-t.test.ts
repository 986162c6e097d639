import { describe, expect, test } from 'vitest';
import { simulateJointT } from '../../../src/stats/distribution/joint-t.ts';

const DEGREES = 8;
const LEVEL = 0.05;

/** Two columns of ten runs with no correlation at all. */
const ONE = [1, -1, 1, -1, 1, -1, 1, -1, 0, 0];
const OTHER = [1, 1, -1, -1, 1, 1, -1, -1, 0, 0];

describe('t values of figures of the same runs', () => {
  test('pass a bound as often as its level says, each on its own', () => {
    const joint = simulateJointT([ONE, OTHER], DEGREES, 1);
    // 20,000 draws: six standard errors.
    for (const member of [0, 1]) {
      expect(Math.abs(joint.chanceOfAny(LEVEL, [member]) - LEVEL)).toBeLessThan(0.0093);
    }
  });

  test('pass it together where they are the same, whatever their unit and sign', () => {
    const joint = simulateJointT([ONE, ONE.map((rest) => -1000 * rest)], DEGREES, 1);
    expect(joint.chanceOfAny(LEVEL, [0, 1])).toBe(joint.chanceOfAny(LEVEL, [0]));
  });

  test('pass it on their own where they have nothing in common', () => {
    const joint = simulateJointT([ONE, OTHER], DEGREES, 1);
    const expected = 1 - (1 - LEVEL) ** 2;
    expect(Math.abs(joint.chanceOfAny(LEVEL, [0, 1]) - expected)).toBeLessThan(0.013);
  });

  test('are the same for the same seed', () => {
    const chances = [1, 1, 2].map((seed) =>
      simulateJointT([ONE, OTHER], DEGREES, seed).chanceOfAny(LEVEL, [0, 1]),
    );
    expect(chances[1]).toBe(chances[0]);
    expect(chances[2]).not.toBe(chances[0]);
  });
});
