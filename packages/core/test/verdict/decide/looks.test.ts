import { describe, expect, test } from 'vitest';
import type { Evidenced } from '../../../src/verdict/decide/decide-share.ts';
import { decideInLooks, errorAtLook } from '../../../src/verdict/decide/looks.ts';
import { requestsOfLook } from '../../../src/stream/stage/arrivals.ts';
import { neededCount } from '../../../src/verdict/enough-samples.ts';

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

test('a stage until decided begins at 72 requests for p95 and at 368 for p99', () => {
  expect(neededCount('p95', 0, errorAtLook(1))).toBe(72);
  expect(neededCount('p99', 0, errorAtLook(1))).toBe(368);
});
