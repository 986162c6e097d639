import { describe, expect, test } from 'vitest';
import { simulateJointT } from '../../../src/stats/distribution/joint-t.ts';

const DEGREES = 8;
const LEVEL = 0.05;

/** Two uncorrelated columns of ten runs. */
const ONE = [1, -1, 1, -1, 1, -1, 1, -1, 0, 0];
const OTHER = [1, 1, -1, -1, 1, 1, -1, -1, 0, 0];

describe('t values of figures of the same runs', () => {
  test('exceed a bound as often as its level, each separately', () => {
    const joint = simulateJointT([ONE, OTHER], DEGREES, 1);
    // 20,000 draws: six standard errors.
    for (const member of [0, 1]) {
      expect(Math.abs(joint.chanceOfAny(LEVEL, [member]) - LEVEL)).toBeLessThan(0.0093);
    }
  });

  test('exceed it together when they are equal, whatever their unit and sign', () => {
    const joint = simulateJointT([ONE, ONE.map((rest) => -1000 * rest)], DEGREES, 1);
    expect(joint.chanceOfAny(LEVEL, [0, 1])).toBe(joint.chanceOfAny(LEVEL, [0]));
  });

  test('exceed it independently when they are uncorrelated', () => {
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
