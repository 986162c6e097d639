import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../src/workload/prompt.ts';
import {
  ExactPrompts,
  FilePrompts,
  WordPrompts,
  type ExactSpec,
} from '../../src/workload/prompt-supply.ts';
import { PromptSource } from '../../src/workload/prompts.ts';
import { byPieces, byWords } from './tokenizers.ts';

function textOf({ messages }: Prompt): string {
  return messages.map(({ content }) => content).join('\n');
}

function take(prompts: Iterable<Prompt>, count: number): Prompt[] {
  const taken: Prompt[] = [];
  for (const prompt of prompts) {
    taken.push(prompt);
    if (taken.length === count) break;
  }
  return taken;
}

const source = (): PromptSource => new PromptSource(1, 'load');

describe('prompts of words', () => {
  it('are as those that their source makes one by one, with lengths of answers between bounds', async () => {
    const supply = new WordPrompts(source(), 6, { min: 2, max: 4 }, 1);
    const made = [...(await supply.make(20)), ...take(await supply.endless(), 20)];
    const alone = source();
    expect(made.map(textOf)).toEqual(Array.from({ length: 40 }, () => alone.next(6)));
    expect(new Set(made.map(({ outputTokens }) => outputTokens))).toEqual(new Set([2, 3, 4]));
  });
});

describe('prompts of exact lengths', () => {
  const SPEC: ExactSpec = { inputTokens: 30, outputTokens: 4, seed: 1 };

  it('are none of those made before, by them or by the source', async () => {
    const prompts = source();
    const supply = new ExactPrompts(prompts, SPEC, byPieces);
    const words = Array.from({ length: 5 }, () => prompts.next(30));
    const made = [...(await supply.make(10)), ...(await supply.make(10))].map(textOf);
    const beginnings = [...words, ...made, prompts.next(30)].map((text) => text.split(' ')[0]);
    expect(new Set(beginnings).size).toBe(26);
    expect(await Promise.all(made.map(byPieces.count))).toEqual(made.map(() => 30));
    expect(supply.origin).toBe('tokenizer');
  });

  it('without end go on with as many words, each like no other, when those made up front are used up', async () => {
    const sharedPrefix = { groups: 2, tokens: 12 };
    const supply = new ExactPrompts(source(), { ...SPEC, sharedPrefix }, byWords);
    const taken = take(await supply.endless(4), 12);
    const texts = taken.map(textOf);
    expect(new Set(texts).size).toBe(12);
    expect(texts.map((text) => text.split(' ').length)).toEqual(texts.map(() => 42));
    const prefixes = new Set(texts.map((text) => text.split(' ').slice(0, 12).join(' ')));
    expect(prefixes.size).toBe(2);
    // Nobody counted the later ones.
    expect(taken.slice(4).every(({ inputTokens }) => Number.isNaN(inputTokens))).toBe(true);
  });

  it('share the same beginnings whenever they are made', async () => {
    const sharedPrefix = { groups: 1, tokens: 12 };
    const supply = new ExactPrompts(source(), { ...SPEC, sharedPrefix }, byWords);
    const made = [...(await supply.make(3)), ...(await supply.make(3))].map(textOf);
    expect(new Set(made.map((text) => text.split(' ').slice(0, 12).join(' '))).size).toBe(1);
  });

  it('say when they are only estimated', () => {
    const counting = { ...byWords, isExact: false };
    expect(new ExactPrompts(source(), SPEC, counting).origin).toBe('estimate');
  });
});

describe('prompts of a file', () => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Why?' },
  ] as const;
  const prompts: readonly Prompt[] = [
    { messages, inputTokens: Number.NaN, outputTokens: 7 },
    {
      messages: [{ role: 'user', content: 'How?' }],
      inputTokens: Number.NaN,
      outputTokens: Number.NaN,
    },
  ];

  it('come in order, again from the first, and as long as they say or as all', async () => {
    const supply = new FilePrompts(prompts, 5, 1);
    const first = await supply.make(3);
    expect(first.map((prompt) => [textOf(prompt), prompt.outputTokens])).toEqual([
      ['Be brief.\nWhy?', 7],
      ['How?', 5],
      ['Be brief.\nWhy?', 7],
    ]);
    expect(take(await supply.endless(), 1).map(textOf)).toEqual(['How?']);
  });

  it('are none of an empty file', async () => {
    expect(await new FilePrompts([], 5, 1).make(3)).toEqual([]);
    expect([...(await new FilePrompts([], 5, 1).endless())]).toEqual([]);
  });
});
