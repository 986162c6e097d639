import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import { learnTextMaker } from '../../../../src/workload/text/learn-text-maker.ts';
import type { BlockPrompt } from '../../../../src/workload/text/blocks/block-prompt.ts';
import {
  bytePairPieces,
  letterPieces,
  longBeginningPieces,
  ScriptedTokenizer,
  superwordPieces,
  wordPieces,
} from '../../tokenizers.ts';

const SEED = { seed: 1, nonce: 'one' };

/** Prompts of up to six blocks out of a few ids, so that prefixes repeat. */
const PROMPTS: fc.Arbitrary<BlockPrompt> = fc
  .record({
    blocks: fc.array(fc.stringMatching(/^[a-d]$/), { minLength: 1, maxLength: 6 }),
    blockTokens: fc.constantFrom(16, 64, 512),
    tail: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ blocks, blockTokens, tail }) => ({
    blocks,
    blockTokens,
    tokens: (blocks.length - 1) * blockTokens + 1 + Math.floor(tail * (blockTokens - 1)),
  }));

/** Tokens at the beginning that two texts share. */
function sharedTokens(pieces: (text: string) => readonly string[], one: string, other: string) {
  const [left, right] = [pieces(one), pieces(other)];
  const differing = left.findIndex((piece, place) => piece !== right[place]);
  return differing === -1 ? left.length : differing;
}

/** Tokens at the beginning that the blocks of two prompts have in common. */
function commonTokens(one: BlockPrompt, other: BlockPrompt): number {
  const differing = one.blocks.findIndex((id, place) => id !== other.blocks[place]);
  const blocks = differing === -1 ? one.blocks.length : differing;
  return Math.min(blocks * one.blockTokens, one.tokens, other.tokens);
}

describe('texts of blocks', () => {
  it.each(Object.entries({ wordPieces, bytePairPieces }))(
    'have exactly the tokens of the prompt, without another call of the server (%s)',
    async (_name, pieces) => {
      const tokenizer = new ScriptedTokenizer(pieces);
      const maker = await learnTextMaker(tokenizer, SEED);
      const { calls } = tokenizer;
      fc.assert(
        fc.property(PROMPTS, (prompt) => {
          const { text, tokens } = maker.makeBlocks(prompt);
          expect(tokens).toBe(prompt.tokens);
          expect(tokenizer.lengthOf(text)).toBe(prompt.tokens);
        }),
        { numRuns: 60 },
      );
      expect(tokenizer.calls).toBe(calls);
    },
  );

  it.each(Object.entries({ wordPieces, bytePairPieces, letterPieces, superwordPieces }))(
    'share at least the tokens of their common blocks, counted or estimated (%s)',
    async (_name, pieces) => {
      const maker = await learnTextMaker(new ScriptedTokenizer(pieces), SEED);
      fc.assert(
        fc.property(PROMPTS, PROMPTS, (one, second) => {
          const blocks = Math.min(one.blocks.length, second.blocks.length);
          const other = {
            ...second,
            blockTokens: one.blockTokens,
            blocks: [...one.blocks.slice(0, blocks - 1), 'z'],
            tokens: (blocks - 1) * one.blockTokens + 1,
          };
          const [left, right] = [maker.makeBlocks(one), maker.makeBlocks(other)];
          const common = (blocks - 1) * one.blockTokens;
          const share = maker.isExact ? 1 : 0.75;
          expect(sharedTokens(pieces, left.text, right.text)).toBeGreaterThanOrEqual(
            Math.floor(common * share),
          );
        }),
        { numRuns: 40 },
      );
    },
  );

  it('share no more than chance where their blocks differ', async () => {
    const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), SEED);
    fc.assert(
      fc.property(PROMPTS, PROMPTS, (one, second) => {
        const other = { ...second, blockTokens: one.blockTokens };
        other.tokens = (other.blocks.length - 1) * one.blockTokens + 1;
        const common = commonTokens(one, other);
        const [left, right] = [maker.makeBlocks(one), maker.makeBlocks(other)];
        const shared = sharedTokens(wordPieces, left.text, right.text);
        expect(shared).toBeGreaterThanOrEqual(common);
        expect(shared).toBeLessThanOrEqual(common + 3);
      }),
      { numRuns: 100 },
    );
  });

  it('begin a full block with its short one', async () => {
    const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), SEED);
    const full = maker.makeBlocks({ blocks: ['13'], blockTokens: 512, tokens: 512 });
    const short = maker.makeBlocks({ blocks: ['13'], blockTokens: 512, tokens: 388 });
    expect(full.text.startsWith(`${short.text} `)).toBe(true);
  });

  it('depend on seed, nonce and id alone', async () => {
    const prompt = { blocks: ['7', '8'], blockTokens: 16, tokens: 20 };
    const textOf = async (seed: { seed: number; nonce: string }, before: readonly string[]) => {
      const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), seed);
      for (const id of before) maker.makeBlocks({ blocks: [id], blockTokens: 16, tokens: 9 });
      return maker.makeBlocks(prompt).text;
    };
    const text = await textOf(SEED, []);
    expect(await textOf(SEED, ['8', '9', '7'])).toBe(text);
    expect(await textOf({ ...SEED, seed: 2 }, [])).not.toBe(text);
    expect(await textOf({ ...SEED, nonce: 'two' }, [])).not.toBe(text);
    // Recorded: another machine, process or release makes the same prompt.
    expect(text).toBe(
      'mile wash face above run song king buy cross down page least paper among round free north hope thick poor',
    );
  });

  it('tell ids apart that are equal as doubles', async () => {
    const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), SEED);
    const [one, other] = ['9007199254740992', '9007199254740993'].map(
      (id) => maker.makeBlocks({ blocks: [id], blockTokens: 16, tokens: 16 }).text,
    );
    expect(one).not.toBe(other);
  });

  it('take what a first word costs more from the last block', async () => {
    const tokenizer = new ScriptedTokenizer(longBeginningPieces);
    const maker = await learnTextMaker(tokenizer, SEED);
    for (const tokens of [16, 24, 500]) {
      const blocks = Array.from({ length: Math.ceil(tokens / 16) }, (_, place) => `${place}`);
      const made = maker.makeBlocks({ blocks, blockTokens: 16, tokens });
      expect(made.tokens).toBe(tokens);
      expect(tokenizer.lengthOf(made.text)).toBe(tokens);
    }
  });

  it.each([0, 512, 1025])('refuse two blocks of 512 tokens for %i tokens', async (tokens) => {
    const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), SEED);
    const make = () => maker.makeBlocks({ blocks: ['1', '2'], blockTokens: 512, tokens });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(`${tokens} tokens do not fit 2 blocks of 512 tokens`);
  });
});
