import { describe, expect, it } from 'vitest';
import { chooseContextTokens } from '../../../../src/target/engine/defaults/context-size.ts';

const GIB = 2 ** 30;
const KIB = 2 ** 10;
const shape = { trainedTokens: 131_072, cacheBytesPerToken: 128 * KIB, fileBytes: 4 * GIB };

describe('chooseContextTokens', () => {
  it.each([
    ['at most 4,096 tokens of a long context', shape, 64 * GIB, 4096],
    ['the trained context where it is shorter', { ...shape, trainedTokens: 2048 }, 64 * GIB, 2048],
    ['what half of the memory beside the weights holds', shape, 6 * GIB, 2048],
    ['a multiple of 256', shape, 6 * GIB - KIB, 1792],
    ['at least 512 where memory is short', shape, 4 * GIB, 512],
    ['less where the model was trained for less', { ...shape, trainedTokens: 256 }, 4 * GIB, 256],
    [
      '4,096 for a file that reports nothing',
      {
        trainedTokens: Number.NaN,
        cacheBytesPerToken: Number.NaN,
        fileBytes: Number.NaN,
      },
      64 * GIB,
      4096,
    ],
  ])('gives %s', (_what, model, memoryBytes, tokens) => {
    expect(chooseContextTokens(model, 4, memoryBytes)).toBe(tokens);
  });
});
