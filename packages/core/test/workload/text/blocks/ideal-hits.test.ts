import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  idealHits,
  IdealHits,
  type CountedPrompt,
} from '../../../../src/workload/text/blocks/ideal-hits.ts';

function prompt(tokens: number, ...ids: readonly number[]): CountedPrompt {
  return { tokens, blockTokens: 512, blocks: ids.map((id) => `${id}`) };
}

/** A Mooncake-shaped trace in the order of its times. */
const TRACE: readonly CountedPrompt[] = [
  prompt(1800, 0, 1, 2, 3),
  prompt(1324, 0, 1, 4),
  prompt(1536, 0, 1, 5),
  prompt(2900, 0, 1, 2, 6, 7, 8),
  prompt(1324, 0, 1, 4),
  prompt(3400, 0, 1, 2, 6, 7, 10, 11),
  prompt(400, 9),
  prompt(512, 12),
  prompt(900, 12, 13),
  prompt(1025, 0, 1, 14),
  prompt(4096, 0, 1, 2, 6, 7, 10, 15, 16),
];

describe('the hits of an endless cache', () => {
  it('are the blocks and tokens of prefixes that earlier prompts had', () => {
    expect(idealHits(TRACE)).toEqual({
      prompts: 11,
      tokens: 19_217,
      hitTokens: 12_076,
      blocks: 41,
      hitBlocks: 24,
    });
  });

  it('are rounded to whole blocks of the server, which computes the last token', () => {
    const rounded = idealHits(TRACE, { blockTokens: 16 });
    // The prompt of 1,324 tokens that repeats: 82 blocks of 16 instead of 82.75.
    expect(rounded.hitTokens).toBe(12_076 - 12);
    const repeated = [prompt(512, 1), prompt(512, 1)];
    expect(idealHits(repeated, { blockTokens: 16 }).hitTokens).toBe(496);
    expect(idealHits(repeated, { blockTokens: 1 }).hitTokens).toBe(511);
  });

  it('count a block that was shorter before up to its former length', () => {
    const hits = new IdealHits();
    hits.add(prompt(900, 12, 13));
    expect(hits.add(prompt(1536, 12, 13, 22))).toBe(900);
    expect(hits.add(prompt(1536, 12, 13, 22))).toBe(1536);
    expect(hits.sum).toMatchObject({ blocks: 8, hitBlocks: 5 });
  });

  it('need the same blocks before a block', () => {
    expect(idealHits([prompt(1024, 1, 2), prompt(1024, 3, 2)])).toMatchObject({
      hitTokens: 0,
      hitBlocks: 0,
    });
  });

  it('are none for prompts without blocks', () => {
    expect(idealHits([{ tokens: 700 }, { tokens: 700 }])).toEqual({
      prompts: 2,
      tokens: 1400,
      hitTokens: 0,
      blocks: 0,
      hitBlocks: 0,
    });
  });

  it('are the longest prefix that any earlier prompt shares', () => {
    const id = fc.integer({ min: 0, max: 2 });
    const prompts = fc.array(
      fc.record({ ids: fc.array(id, { minLength: 1, maxLength: 5 }), tail: fc.nat(511) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(prompts, (drawn) => {
        const made = drawn.map(({ ids, tail }) =>
          prompt((ids.length - 1) * 512 + tail + 1, ...ids),
        );
        const hits = new IdealHits();
        for (const [place, one] of made.entries()) {
          const shared = made.slice(0, place).map((other) => {
            const { blocks = [] } = one;
            const differing = blocks.findIndex((block, at) => other.blocks?.[at] !== block);
            const equal = differing === -1 ? blocks.length : differing;
            return Math.min(equal * 512, one.tokens, other.tokens);
          });
          expect(hits.add(one)).toBe(Math.max(0, ...shared));
        }
      }),
    );
  });
});
