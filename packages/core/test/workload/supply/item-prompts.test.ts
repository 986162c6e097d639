import { describe, expect, it } from 'vitest';
import { userPrompt, type Prompt } from '../../../src/workload/prompt.ts';
import { ItemPrompts } from '../../../src/workload/supply/item-prompts.ts';
import type { PromptSupply } from '../../../src/workload/supply/prompt-supply.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';

const SEED = { seed: 1, nonce: 'one' };

function take(prompts: Iterable<Prompt>, count: number): Prompt[] {
  const taken: Prompt[] = [];
  for (const prompt of prompts) {
    taken.push(prompt);
    if (taken.length === count) break;
  }
  return taken;
}

/** Prompts of a list, over and over; a stage goes on after those of the stage before. */
class ListedPrompts implements PromptSupply {
  readonly origin = 'file';
  readonly #prompts: readonly Prompt[];
  #begin = 0;

  constructor(prompts: readonly Prompt[]) {
    this.#prompts = prompts;
  }

  *of(): Generator<Prompt> {
    for (let place = this.#begin; ; place += 1) {
      const prompt = this.#prompts[place % this.#prompts.length];
      if (prompt === undefined) return;
      yield prompt;
    }
  }

  noteSent(count: number): void {
    this.#begin += count;
  }
}

function fromFile(...texts: readonly string[]): ListedPrompts {
  return new ListedPrompts(texts.map((text) => userPrompt(text, 2, 1)));
}

const WORDS = new WordPrompts(SEED, 6, 1);
const ITEMS = { perRequest: { min: 2, max: 5 }, hasQuery: false };

describe('requests of several inputs', () => {
  it('have sizes that depend only on the seed and the stage, within their bounds', () => {
    const sizesOf = (stage: string, seed = 1) =>
      take(new ItemPrompts(WORDS, ITEMS, seed).of(stage), 200).map(
        ({ items = [] }) => items.length,
      );
    const sizes = sizesOf('closed');
    expect(sizesOf('closed')).toEqual(sizes);
    expect(sizesOf('open')).not.toEqual(sizes);
    expect(sizesOf('closed', 2)).not.toEqual(sizes);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([2, 5]);
  });

  it('have other texts in each, no messages and no output', () => {
    const prompts = take(new ItemPrompts(WORDS, ITEMS, 1).of('closed'), 50);
    const texts = prompts.flatMap(({ items = [] }) => items);
    expect(new Set(texts).size).toBe(texts.length);
    for (const { messages, outputTokens, query } of prompts) {
      expect([messages, outputTokens, query]).toEqual([[], 0, undefined]);
    }
  });

  it('have a query that is read with each document', () => {
    const supply = new ItemPrompts(fromFile('q', 'a', 'b'), { perRequest: 2, hasQuery: true }, 1);
    const [prompt] = take(supply.of('closed'), 1);
    expect(prompt).toMatchObject({ query: 'q', items: ['a', 'b'], inputTokens: 2 * 2 + 2 + 2 });
  });

  it('go on in the dataset after the texts that the stage before has sent', () => {
    const supply = new ItemPrompts(
      fromFile('a', 'b', 'c', 'd', 'e'),
      { perRequest: 2, hasQuery: false },
      1,
    );
    expect(take(supply.of('closed'), 2).map(({ items }) => items)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    supply.noteSent(1);
    expect(take(supply.of('open'), 1)[0]?.items).toEqual(['c', 'd']);
  });

  it('are sent as the dataset has them where it has inputs', () => {
    const ready = { ...userPrompt('', 1, Number.NaN), items: ['x', 'y', 'z'] };
    const file = new ListedPrompts([ready]);
    const [prompt] = take(new ItemPrompts(file, ITEMS, 1).of('closed'), 1);
    expect(prompt?.items).toEqual(['x', 'y', 'z']);
  });
});
