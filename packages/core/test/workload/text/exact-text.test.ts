import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import {
  promptsOfLengths,
  type RequestLengths,
} from '../../../src/workload/supply/text-prompts.ts';
import { learnTextMaker } from '../../../src/workload/text/learn-text-maker.ts';
import type { TextMaker } from '../../../src/workload/text/text-maker.ts';
import { PrefixedText } from '../../../src/workload/supply/shared-prefix.ts';
import {
  bytePairPieces,
  letterPieces,
  longBeginningPieces,
  ScriptedTokenizer,
  superwordPieces,
  wordPieces,
} from '../tokenizers.ts';

const SEED = { seed: 1, nonce: 'one' };

function texts(maker: TextMaker, count: number, tokens: number): string[] {
  return Array.from(
    { length: count },
    (_, number) => maker.make({ label: 'load', number }, tokens).text,
  );
}

const TOKENIZERS = { wordPieces, bytePairPieces };

describe('texts with a number of tokens', () => {
  it.each(Object.entries(TOKENIZERS))(
    'have exactly that number, with at most four calls (%s)',
    async (_name, pieces) => {
      const tokenizer = new ScriptedTokenizer(pieces);
      const maker = await learnTextMaker(tokenizer, SEED);
      for (const tokens of [17, 64, 301]) {
        const made = texts(maker, 200, tokens);
        expect(made.map((text) => tokenizer.lengthOf(text))).toEqual(made.map(() => tokens));
      }
      expect(maker.isExact).toBe(true);
      expect(tokenizer.calls).toBeLessThanOrEqual(4);
    },
  );

  it('can have any length', async () => {
    const tokenizer = new ScriptedTokenizer(bytePairPieces);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.nat(), async (tokens, seed) => {
        const maker = await learnTextMaker(tokenizer, { ...SEED, seed });
        const { text } = maker.make({ label: 'load', number: seed }, tokens);
        expect(tokenizer.lengthOf(text)).toBe(tokens);
      }),
      { numRuns: 40 },
    );
  });

  it('have the same number of tokens with every nonce, and share no prefix', async () => {
    const tokenizer = new ScriptedTokenizer(bytePairPieces);
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (one, other) => {
        fc.pre(one !== other);
        const made = await Promise.all(
          [one, other].map(async (nonce) => {
            const maker = await learnTextMaker(tokenizer, { seed: 1, nonce });
            return texts(maker, 40, 60);
          }),
        );
        const beginnings = made.map(
          (side) => new Set(side.map((text) => text.split(' ').slice(0, 4).join(' '))),
        );
        expect([...(beginnings[0] ?? [])].filter((text) => beginnings[1]?.has(text))).toEqual([]);
        for (const text of made.flat()) expect(tokenizer.lengthOf(text)).toBe(60);
      }),
      { numRuns: 20 },
    );
  });

  it('differ within their first two words', async () => {
    const maker = await learnTextMaker(new ScriptedTokenizer(wordPieces), SEED);
    const made = texts(maker, 3000, 24);
    const beginnings = new Set(made.map((text) => text.split(' ').slice(0, 2).join(' ')));
    expect(beginnings.size).toBe(made.length);
  });

  it('are the same only for the same seed, nonce and key', async () => {
    const tokenizer = new ScriptedTokenizer(bytePairPieces);
    const [one, again, other] = await Promise.all(
      [SEED, SEED, { ...SEED, seed: 2 }].map((seed) => learnTextMaker(tokenizer, seed)),
    );
    const made = one === undefined ? [] : texts(one, 20, 40);
    expect(again === undefined ? [] : texts(again, 20, 40)).toEqual(made);
    expect(other === undefined ? [] : texts(other, 20, 40)).not.toEqual(made);
  });

  it('begin with a shared prefix when configured, and differ right after it', async () => {
    const tokenizer = new ScriptedTokenizer(bytePairPieces);
    const prefixesOf = async (nonce: string): Promise<string[]> => {
      const learned = await learnTextMaker(tokenizer, { seed: 1, nonce });
      const maker = new PrefixedText(learned, { groups: 3, tokens: 50, share: 1 }, 1);
      const made = texts(maker, 12, 10);
      expect(made.map((text) => tokenizer.lengthOf(text))).toEqual(made.map(() => 60));
      expect(new Set(made).size).toBe(12);
      return made.map((text) => text.split(' ').slice(0, 20).join(' '));
    };
    const [one, other] = [await prefixesOf('one'), await prefixesOf('other')];
    expect(new Set(one).size).toBe(3);
    expect(one[0]).toBe(one[3]);
    expect(one.filter((prefix) => other.includes(prefix))).toEqual([]);
  });

  it('are rejected at a length that no text has', async () => {
    const maker = await learnTextMaker(new ScriptedTokenizer(longBeginningPieces), SEED);
    expect(maker.isExact).toBe(true);
    expect(maker.make({ label: 'load', number: 0 }, 3).tokens).toBe(3);
    expect(() => maker.make({ label: 'load', number: 0 }, 1)).toThrow(ConfigError);
  });
});

describe('texts with an estimated number of tokens', () => {
  it.each(Object.entries({ superwordPieces, letterPieces }))(
    'are made when tokens do not match whole words (%s)',
    async (_name, pieces) => {
      const tokenizer = new ScriptedTokenizer(pieces);
      const maker = await learnTextMaker(tokenizer, SEED);
      expect(maker.isExact).toBe(false);
      for (const text of texts(maker, 20, 400)) {
        expect(Math.abs(tokenizer.lengthOf(text) / 400 - 1)).toBeLessThan(0.15);
      }
      expect(tokenizer.calls).toBeLessThanOrEqual(4);
    },
  );

  it('are made when the target only estimates, with one call', async () => {
    const tokenizer = new ScriptedTokenizer(bytePairPieces, { isExact: false, tellsIds: false });
    const maker = await learnTextMaker(tokenizer, SEED);
    expect(maker.isExact).toBe(false);
    expect(tokenizer.calls).toBe(1);
    const [text = ''] = texts(maker, 1, 400);
    expect(Math.abs(tokenizer.lengthOf(text) / 400 - 1)).toBeLessThan(0.1);
  });

  it('are exact without token IDs when every word is one token', async () => {
    const tokenizer = new ScriptedTokenizer(wordPieces, { tellsIds: false });
    const maker = await learnTextMaker(tokenizer, SEED);
    expect(maker.isExact).toBe(true);
    expect(tokenizer.calls).toBe(2);
  });

  it('are rejected when the target counts nothing', async () => {
    const tokenizer = new ScriptedTokenizer(() => [], { tellsIds: false });
    await expect(learnTextMaker(tokenizer, SEED)).rejects.toThrow(ConfigError);
  });
});

describe('prompts of a trace', () => {
  it('have its lengths, request by request', async () => {
    const lengths: RequestLengths[] = [
      { inputTokens: 30, outputTokens: 4 },
      { inputTokens: 7, outputTokens: 9 },
      { inputTokens: 120, outputTokens: 1 },
    ];
    const maker = await learnTextMaker(new ScriptedTokenizer(bytePairPieces), SEED);
    expect([...promptsOfLengths(lengths, maker, 'trace')]).toMatchObject(lengths);
  });
});
