import { describe, expect, it } from 'vitest';
import { PrefixDraw, type PrefixGroups } from '../../../src/workload/supply/prefix-draw.ts';
import { SharedTexts } from './shared-texts.ts';

/** Groups of the first prompts of a load. */
function drawn(groups: PrefixGroups, count: number, seed = 1): (number | undefined)[] {
  const draw = new PrefixDraw(groups, seed);
  return Array.from({ length: count }, (_, number) => draw.groupOf({ label: 'open', number }));
}

/** Pearson's statistic of counts against expected shares. */
function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, place) => {
    const expected = whole * (shares[place] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

function countsOf(groups: readonly (number | undefined)[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const group of groups) if (group !== undefined) counts[group] = (counts[group] ?? 0) + 1;
  return counts;
}

describe('the prefix of a prompt', () => {
  it('is each of the groups in turn', () => {
    expect(drawn({ groups: 3, share: 1 }, 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('is that of the configured share of prompts, drawn for each', () => {
    const count = 20_000;
    const groups = drawn({ groups: 4, share: 0.3 }, count);
    const withPrefix = groups.filter((group) => group !== undefined);
    // Four standard deviations of a binomial count.
    const deviation = Math.sqrt(count * 0.3 * 0.7);
    expect(Math.abs(withPrefix.length - count * 0.3)).toBeLessThan(4 * deviation);
    // Neighbors are independent: pairs with a prefix are as frequent as chance has them.
    const pairs = groups.filter(
      (group, place) => group !== undefined && groups[place + 1] !== undefined,
    );
    expect(Math.abs(pairs.length - count * 0.09)).toBeLessThan(4 * Math.sqrt(count * 0.09) * 1.3);
    // 16.3 is exceeded in 1 of 1,000 samples, with 3 degrees of freedom.
    expect(chiSquare(countsOf(groups, 4), [0.25, 0.25, 0.25, 0.25])).toBeLessThan(16.3);
  });

  it("follows Zipf's law over the groups", () => {
    const weights = Array.from({ length: 20 }, (_, group) => (group + 1) ** -1.1);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const groups = drawn({ groups: 20, share: 1, zipf: 1.1 }, 20_000);
    const shares = weights.map((weight) => weight / whole);
    // 43.8 is exceeded in 1 of 1,000 samples, with 19 degrees of freedom.
    expect(chiSquare(countsOf(groups, 20), shares)).toBeLessThan(43.8);
  });

  it('depends on seed and prompt alone, in whatever order prompts are made', () => {
    const options = { groups: 5, share: 0.5, zipf: 1 };
    const draw = new PrefixDraw(options, 1);
    const backward = Array.from({ length: 50 }, (_, index) =>
      draw.groupOf({ label: 'open', number: 49 - index }),
    ).toReversed();
    expect(backward).toEqual(drawn(options, 50));
    expect(drawn(options, 50, 2)).not.toEqual(backward);
  });
});

describe('texts with a shared prefix', () => {
  it('have it in the configured share, and the others are unique', async () => {
    const texts = await SharedTexts.make({ groups: 2, tokens: 40, share: 0.5 });
    const made = texts.first(200);
    const lengths = new Set(made.map(({ tokens }) => tokens));
    expect([...lengths].toSorted((one, other) => one - other)).toEqual([10, 50]);
    const alone = made.filter(({ tokens }) => tokens === 10);
    expect(new Set(alone.map(({ text }) => text)).size).toBe(alone.length);
    const prefixes = made.flatMap(({ tokens, text }) =>
      tokens === 50 ? [text.split(' ').slice(0, 40).join(' ')] : [],
    );
    expect(new Set(prefixes).size).toBe(2);
  });

  it('report the tokens that an earlier text begins with', async () => {
    const texts = await SharedTexts.make({ groups: 2, tokens: 40, share: 1 });
    expect(texts.first(5).map(({ sharedTokens }) => sharedTokens)).toEqual([0, 0, 40, 40, 40]);
  });

  it('refuse prompts of blocks, whose prefixes would be others', async () => {
    const texts = await SharedTexts.make({ groups: 1, tokens: 40, share: 1 });
    expect(() => texts.maker.makeBlocks()).toThrow(/sharedPrefix cannot be combined with a trace/);
  });
});
