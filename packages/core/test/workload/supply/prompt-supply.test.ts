import { textOfContent } from '../../../src/spec/content/chat-message.ts';
import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../src/workload/prompt.ts';
import type { PromptSupply } from '../../../src/workload/supply/prompt-supply.ts';
import { TextPrompts } from '../../../src/workload/supply/text-prompts.ts';
import { drawLengths } from '../../../src/workload/lengths/length-pairs.ts';
import { WordPrompts } from '../../../src/workload/supply/word-prompts.ts';
import { learnTextMaker } from '../../../src/workload/text/learn-text-maker.ts';
import { byWords } from '../tokenizers.ts';

const SEED = { seed: 1, nonce: 'one' };
const OTHER = { seed: 1, nonce: 'other' };

function textOf({ messages }: Prompt): string {
  return messages.map(({ content }) => textOfContent(content)).join('\n');
}

function take(prompts: Iterable<Prompt>, count: number): Prompt[] {
  const taken: Prompt[] = [];
  for (const prompt of prompts) {
    taken.push(prompt);
    if (taken.length === count) break;
  }
  return taken;
}

async function textPrompts(seed: typeof SEED): Promise<PromptSupply> {
  const lengths = { inputTokens: { min: 5, max: 40 }, outputTokens: { min: 2, max: 9 }, share: 1 };
  return new TextPrompts(
    await learnTextMaker(byWords, seed),
    (random) => drawLengths([lengths], random),
    seed.seed,
  );
}

describe.each([
  ['of words', (seed: typeof SEED) => new WordPrompts(seed, 6, { min: 2, max: 9 })],
  ['of tokens', textPrompts],
])('prompts %s', (_name, supplyOf) => {
  it('have lengths that depend only on the seed, and other words with another nonce', async () => {
    const [one, other] = [await supplyOf(SEED), await supplyOf(OTHER)].map((supply) =>
      take(supply.of('closed-loop'), 50),
    );
    const lengthsOf = (prompts: readonly Prompt[] = []) =>
      prompts.map((prompt) => [textOf(prompt).split(' ').length, prompt.outputTokens]);
    expect(lengthsOf(one)).toEqual(lengthsOf(other));
    const texts = new Set(one?.map(textOf));
    expect(other?.map(textOf).filter((text) => texts.has(text))).toEqual([]);
  });

  it('do not depend on how many prompts another stage took', async () => {
    const alone = take((await supplyOf(SEED)).of('open-loop'), 20);
    const supply = await supplyOf(SEED);
    take(supply.of('closed-loop'), 33);
    supply.noteSent(33);
    expect(take(supply.of('open-loop'), 20)).toEqual(alone);
  });

  it('differ from those of every other stage', async () => {
    const supply = await supplyOf(SEED);
    const made = ['warm-up', 'closed-loop', 'open-loop', 'sweep 0', 'sweep 1'].flatMap((stage) =>
      take(supply.of(stage), 100).map(textOf),
    );
    expect(new Set(made).size).toBe(500);
  });
});
