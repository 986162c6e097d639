import { describe, expect, test } from 'vitest';
import {
  boundsOfShare,
  chanceOfAtLeast,
  chanceOfAtMost,
} from '../../../src/stats/distribution/binomial.ts';

/** Sums the probabilities of every count. */
function addedUp(successes: number, trials: number, probability: number): number {
  let sum = 0;
  let chance = (1 - probability) ** trials;
  for (let count = 0; count <= successes; count += 1) {
    sum += chance;
    chance *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
  }
  return sum;
}

describe('chances of counts', () => {
  test.each([
    [0, 59, 0.05],
    [3, 64, 0.05],
    [10, 1000, 0.01],
    [40, 100, 0.5],
  ])('%d of %d at %d is the sum of the probabilities', (successes, trials, probability) => {
    const expected = addedUp(successes, trials, probability);
    expect(chanceOfAtMost(successes, trials, probability)).toBeCloseTo(expected, 12);
    expect(chanceOfAtLeast(successes + 1, trials, probability)).toBeCloseTo(1 - expected, 12);
  });

  test('are 0 or 1 outside the range of counts', () => {
    expect(chanceOfAtMost(-1, 10, 0.5)).toBe(0);
    expect(chanceOfAtMost(10, 10, 0.5)).toBe(1);
    expect(chanceOfAtLeast(0, 10, 0.5)).toBe(1);
    expect(chanceOfAtLeast(11, 10, 0.5)).toBe(0);
  });
});

describe('boundsOfShare', () => {
  test('returns the Clopper-Pearson interval: 5 of 20 are 8.7% to 49.1% at 95% two-sided', () => {
    const { low, high } = boundsOfShare(5, 20, 0.025);
    expect(low).toBeCloseTo(0.0866, 4);
    expect(high).toBeCloseTo(0.491, 3);
  });

  test('follows the rule of three without a success', () => {
    expect(boundsOfShare(0, 300, 0.05)).toMatchObject({ low: 0 });
    expect(boundsOfShare(0, 300, 0.05).high).toBeCloseTo(1 - 0.05 ** (1 / 300), 9);
  });
});
