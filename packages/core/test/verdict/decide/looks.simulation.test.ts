import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/verdict/decide/decide.ts';
import type { Evidenced } from '../../../src/verdict/decide/decide-share.ts';
import { decideInLooks, errorAtLook } from '../../../src/verdict/decide/looks.ts';
import { neededCount } from '../../../src/verdict/enough-samples.ts';
import { simulationError, uniform, waves } from './simulated.ts';

/** Verdicts of runs with exponential values that go on until p95 is decided. */
function verdictsOf(runs: number, ratio: number, most: number): readonly Evidenced[] {
  const random = uniform(15);
  const first = neededCount('p95', 0, errorAtLook(1));
  return Array.from({ length: runs }, () => {
    const values: number[] = [];
    const { verdict } = decideInLooks(first, most, (requests, error) => {
      while (values.length < requests) values.push(-Math.log(random()));
      return decide(
        { kind: 'percentile', probability: 0.95, values: Float64Array.from(values) },
        { bound: 'at-most', threshold: -ratio * Math.log(0.05), error },
      );
    });
    return verdict;
  });
}

test('waves do not pass at the percentile itself more often than stated', () => {
  const runs = 300;
  const random = uniform(21);
  const first = neededCount('p95', 0, errorAtLook(1));
  const met = Array.from({ length: runs }, () => {
    const all = waves(8 * first, 0.9, random);
    const { verdict } = decideInLooks(first, all.length, (requests, error) =>
      decide(
        { kind: 'percentile', probability: 0.95, values: all.slice(0, requests) },
        { bound: 'at-most', threshold: 1.6449, error },
      ),
    );
    return verdict;
  }).filter((verdict) => verdict === 'met');
  expect(met.length / runs).toBeLessThan(0.05 + 4 * simulationError(0.05, runs));
});

/** `npm run bench -- decided` simulates 2,000 runs, up to 40,000 requests. */
describe('a stage until decided', () => {
  test('seldom decides at the true percentile, however often it looks', () => {
    const runs = 500;
    const decided = verdictsOf(runs, 1, 2304).filter((verdict) => verdict !== 'inconclusive');
    expect(decided.length / runs).toBeLessThan(0.06 + 4 * simulationError(0.06, runs));
  });

  test.each([
    { name: 'above', ratio: 1.1, right: 'met' },
    { name: 'below', ratio: 0.9, right: 'missed' },
  ])('is right where the limit is 10% $name the true percentile', ({ ratio, right }) => {
    const verdicts = verdictsOf(100, ratio, 20_000);
    expect(verdicts.filter((verdict) => verdict === right).length).toBeGreaterThanOrEqual(90);
  });
});
