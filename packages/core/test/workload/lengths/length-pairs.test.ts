import { describe, expect, it } from 'vitest';
import {
  drawLengths,
  pairBounds,
  type LengthPair,
} from '../../../src/workload/lengths/length-pairs.ts';
import { createRandom } from '../../../src/workload/random.ts';

const MIXTURE: readonly LengthPair[] = [
  { inputTokens: 128, outputTokens: 32, share: 0.7 },
  { inputTokens: { min: 2048, max: 2100 }, outputTokens: 256, share: 0.3 },
];

function drawn(pairs: readonly LengthPair[], count: number) {
  const lengths = drawLengths(pairs, createRandom(1, 'lengths of open'));
  return Array.from({ length: count }, () => lengths.next().value);
}

describe('a mixture of lengths', () => {
  it('draws input and output together', () => {
    for (const { inputTokens, outputTokens } of drawn(MIXTURE, 500)) {
      expect(outputTokens).toBe(inputTokens === 128 ? 32 : 256);
    }
  });

  it('draws each pair by its share', () => {
    const count = 20_000;
    const short = drawn(MIXTURE, count).filter(({ inputTokens }) => inputTokens === 128).length;
    // Four standard deviations of a binomial count.
    expect(Math.abs(short - 0.7 * count)).toBeLessThan(4 * Math.sqrt(count * 0.21));
  });

  it('is the same with the same seed', () => {
    expect(drawn(MIXTURE, 50)).toEqual(drawn(MIXTURE, 50));
  });

  it('has the bounds of its shortest and longest pair', () => {
    expect(pairBounds(MIXTURE)).toEqual({ min: 160, max: 2356 });
  });
});
