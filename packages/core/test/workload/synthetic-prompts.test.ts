import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/errors.ts';
import type { Prompt, TokenCounting } from '../../src/workload/prompt.ts';
import {
  makePromptsOfLengths,
  makeSyntheticPrompts,
  type SyntheticSpec,
} from '../../src/workload/synthetic-prompts.ts';
import { byLetters, byPairs, byPieces, byWords, outOfOrder } from './tokenizers.ts';

function make(
  spec: Partial<SyntheticSpec>,
  counting: TokenCounting = byWords,
  seed = 1,
): Promise<Prompt[]> {
  const whole = { count: 20, inputTokens: 24, outputTokens: 8, ...spec };
  return makeSyntheticPrompts(whole, seed, 'load', counting);
}

function textOf({ messages }: Prompt): string {
  return messages.map(({ content }) => content).join('');
}

const TOKENIZERS = { byWords, byLetters, byPieces };

describe('made-up prompts', () => {
  it.each(Object.entries(TOKENIZERS))(
    'have exactly so many tokens (%s)',
    async (_name, counting) => {
      for (const inputTokens of [17, 64, 301]) {
        const prompts = await make({ inputTokens }, counting);
        const counts = await Promise.all(prompts.map((prompt) => counting.count(textOf(prompt))));
        expect(counts).toEqual(prompts.map(() => inputTokens));
        expect(prompts.map((prompt) => prompt.inputTokens)).toEqual(counts);
      }
    },
  );

  it('have any length that is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 12, max: 400 }), fc.nat(), async (inputTokens, seed) => {
        const prompts = await make({ count: 2, inputTokens }, byPieces, seed);
        expect(prompts.map((prompt) => prompt.inputTokens)).toEqual([inputTokens, inputTokens]);
      }),
      { numRuns: 40 },
    );
  });

  it('begin so that none can be served from the cache of another', async () => {
    const texts = (await make({ count: 400, inputTokens: 6 })).map(textOf);
    const beginnings = texts.map((text) => text.split(' ').slice(0, 2).join(' '));
    expect(new Set(beginnings).size).toBe(texts.length);
  });

  it('are the same for the same seed, in whatever order they are counted', async () => {
    const texts = (await make({ inputTokens: 40 }, byPieces)).map(textOf);
    expect((await make({ inputTokens: 40 }, outOfOrder(byPieces))).map(textOf)).toEqual(texts);
    expect((await make({ inputTokens: 40 }, byPieces, 2)).map(textOf)).not.toEqual(texts);
  });

  it('have lengths between bounds, each as often as the next', async () => {
    const prompts = await make({
      count: 600,
      inputTokens: { min: 10, max: 15 },
      outputTokens: { min: 2, max: 3 },
    });
    const counts = new Map<number, number>();
    for (const { inputTokens } of prompts) {
      counts.set(inputTokens, (counts.get(inputTokens) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15]);
    // Four standard deviations around 100 of 600.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(37);
    expect(new Set(prompts.map(({ outputTokens }) => outputTokens))).toEqual(new Set([2, 3]));
  });

  it('have the lengths of a trace, request by request', async () => {
    const lengths = [
      { inputTokens: 30, outputTokens: 4 },
      { inputTokens: 7, outputTokens: 9 },
      { inputTokens: 120, outputTokens: 1 },
    ];
    const prompts = await makePromptsOfLengths(lengths, 1, 'trace', byPieces);
    expect(prompts).toMatchObject(lengths);
  });

  it('share beginnings where that is asked for, and nothing but them', async () => {
    const prompts = await make({
      count: 12,
      inputTokens: 10,
      sharedPrefix: { groups: 3, tokens: 50 },
    });
    const words = prompts.map((prompt) => textOf(prompt).split(' '));
    const prefixes = words.map((all) => all.slice(0, 50).join(' '));
    expect(new Set(prefixes).size).toBe(3);
    expect(prefixes[0]).toBe(prefixes[3]);
    expect(new Set(words.map((all) => all.slice(50).join(' '))).size).toBe(12);
    expect(prompts.map(({ inputTokens }) => inputTokens)).toEqual(prompts.map(() => 60));
  });

  it('come as near as words do where tokens are only estimated', async () => {
    const estimated: TokenCounting = { ...byPairs, isExact: false };
    const prompts = await make({ inputTokens: 25 }, estimated);
    for (const { inputTokens } of prompts) expect(Math.abs(inputTokens - 25)).toBe(1);
  });

  it('are refused at a length that no text has', async () => {
    await expect(make({ inputTokens: 25 }, byPairs)).rejects.toThrow(ConfigError);
    await expect(make({ inputTokens: 25 }, byPairs)).rejects.toThrow(
      /No prompt of 25 tokens.*nearest had 2[46]/,
    );
    await expect(make({ inputTokens: 1, count: 600 })).rejects.toThrow(ConfigError);
  });

  it.each([0, -1, 2.5, { min: 5, max: 4 }])(
    'are refused at lengths like %o',
    async (inputTokens) => {
      await expect(make({ inputTokens })).rejects.toThrow(ConfigError);
    },
  );
});
