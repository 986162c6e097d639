import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/verdict/decide/decide.ts';
import type { Evidenced } from '../../../src/verdict/decide/decide-share.ts';
import { decideInLooks, errorAtLook } from '../../../src/verdict/decide/looks.ts';
import { requestsOfLook } from '../../../src/stream/stage/arrivals.ts';
import { neededCount } from '../../../src/verdict/enough-samples.ts';
import { simulationError, uniform, waves } from './simulated.ts';

test('looks spend no more error together than a single verdict has', () => {
  let spent = 0;
  for (let look = 1; look <= 1000; look += 1) spent += errorAtLook(look);
  expect(spent).toBeLessThan(0.05);
  expect(spent).toBeGreaterThan(0.0499);
});

test('each look has twice as many requests as the one before it', () => {
  expect([1, 2, 3, 4].map((look) => requestsOfLook(72, look))).toEqual([72, 144, 288, 576]);
});

describe('decideInLooks', () => {
  function looksAt(total: number, decisive: number): readonly (readonly [number, number])[] {
    const looks: [number, number][] = [];
    decideInLooks(10, total, (requests, error) => {
      looks.push([requests, error]);
      const verdict: Evidenced = requests >= decisive ? 'met' : 'inconclusive';
      return { verdict };
    });
    return looks;
  }

  test('ends at the first small look that finds what the one before it found', () => {
    expect(looksAt(1000, 20)).toEqual([
      [10, errorAtLook(1)],
      [20, errorAtLook(2)],
      [40, errorAtLook(3)],
    ]);
  });

  test('ends at the first look of 256 requests or more that decides', () => {
    expect(looksAt(10_000, 200).map(([requests]) => requests)).toEqual([10, 20, 40, 80, 160, 320]);
  });

  test('continues when two small looks contradict each other', () => {
    const verdicts: Evidenced[] = ['met', 'missed', 'met', 'met', 'missed'];
    let look = 0;
    const decided = decideInLooks(10, 1000, (requests) => {
      look += 1;
      return { verdict: verdicts[look - 1] ?? 'inconclusive', requests };
    });
    expect(decided).toEqual({ verdict: 'met', requests: 80 });
  });

  test('looks at everything when no earlier look decides', () => {
    expect(looksAt(35, 1000)).toEqual([
      [10, errorAtLook(1)],
      [20, errorAtLook(2)],
      [35, errorAtLook(3)],
    ]);
  });

  test('looks once when there are no more requests than in the first look', () => {
    expect(looksAt(10, 1000)).toEqual([[10, errorAtLook(1)]]);
    expect(looksAt(4, 1000)).toEqual([[4, errorAtLook(1)]]);
  });
});

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
  test('begins at 72 requests for p95 and at 368 for p99', () => {
    expect(neededCount('p95', 0, errorAtLook(1))).toBe(72);
    expect(neededCount('p99', 0, errorAtLook(1))).toBe(368);
  });

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
