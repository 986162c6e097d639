import { describe, expect, it } from 'vitest';
import type { DatasetEntry } from '../../../src/workload/dataset/dataset.ts';
import {
  readFileLengths,
  type LengthUse,
} from '../../../src/workload/load-dataset/file-lengths.ts';
import { createRandom } from '../../../src/workload/random.ts';
import { ofLengths, openEntries, single } from './built-files.ts';

const IN_ORDER: LengthUse = { order: 'file', seed: 1 };
const AT_RANDOM: LengthUse = { order: 'random', seed: 1 };

/** Requests of 100, 200 and 400 prompt tokens, whose outputs have a tenth. */
const ROWS: readonly DatasetEntry[] = [
  { conversation: ofLengths(100, 10, { line: 1 }) },
  { fault: { line: 2, kind: 'failed', reason: 'no output' } },
  { conversation: ofLengths(400, 40, { line: 3 }) },
  { conversation: ofLengths(200, 20, { line: 4 }) },
];

function drawn(use: LengthUse, count: number, seed = 1) {
  const lengths = readFileLengths(openEntries(ROWS), use).draw(createRandom(seed, 'lengths'));
  return Array.from({ length: count }, () => lengths.next().value);
}

describe('lengths of a file', () => {
  it('are taken in its order, from the first again at its end', () => {
    expect(drawn(IN_ORDER, 4)).toEqual([
      { inputTokens: 100, outputTokens: 10 },
      { inputTokens: 400, outputTokens: 40 },
      { inputTokens: 200, outputTokens: 20 },
      { inputTokens: 100, outputTokens: 10 },
    ]);
  });

  it('are drawn in pairs, each as often as the others', () => {
    const count = 9_000;
    const pairs = drawn(AT_RANDOM, count);
    for (const { inputTokens, outputTokens } of pairs) expect(outputTokens).toBe(inputTokens / 10);
    for (const tokens of [100, 200, 400]) {
      const times = pairs.filter(({ inputTokens }) => inputTokens === tokens).length;
      // Four standard deviations of a binomial count.
      expect(Math.abs(times - count / 3)).toBeLessThan(4 * Math.sqrt((count * 2) / 9));
    }
  });

  it('follow from the seed', () => {
    expect(drawn(AT_RANDOM, 30)).toEqual(drawn(AT_RANDOM, 30));
    expect(drawn(AT_RANDOM, 30)).not.toEqual(drawn(AT_RANDOM, 30, 2));
  });

  it('have the bounds and the longest request of the file', () => {
    const { requests, bounds, longest } = readFileLengths(openEntries(ROWS), AT_RANDOM);
    expect(requests).toBe(3);
    expect(bounds).toEqual({ min: 110, max: 440 });
    expect(longest).toEqual({ line: 3, inputTokens: 400, outputTokens: 40 });
  });

  it('leave out requests without a length of output, and count them', () => {
    const entries = [...ROWS, { conversation: single('north of the river') }];
    expect(readFileLengths(openEntries(entries), AT_RANDOM)).toMatchObject({
      requests: 3,
      leftOut: 1,
    });
  });

  it.each([
    ['has no request', [], /it has no requests/],
    [
      'sets no length of output',
      [{ conversation: single('north') }],
      /none of its requests sets a length of output/,
    ],
  ])('are refused where it %s', (_what, entries: DatasetEntry[], message) => {
    expect(() => readFileLengths(openEntries(entries), AT_RANDOM)).toThrow(message);
  });
});
