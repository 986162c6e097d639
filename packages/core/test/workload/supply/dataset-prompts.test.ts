import { describe, expect, it } from 'vitest';
import { textOfContent } from '../../../src/spec/content/chat-message.ts';
import { DatasetPosition } from '../../../src/workload/load-dataset/dataset-position.ts';
import type { LoadDataset } from '../../../src/workload/load-dataset/load-dataset.ts';
import type { Prompt } from '../../../src/workload/prompt.ts';
import { DatasetPrompts } from '../../../src/workload/supply/dataset-prompts.ts';
import { briefWhy, builtDataset, single, talk, userTurn } from '../load-dataset/built-files.ts';

const SEED = { seed: 1, nonce: 'one' };
const OTHER = { seed: 1, nonce: 'other' };

const BRIEF_WHY = briefWhy(7);

const TWO = [BRIEF_WHY, single('How?')];

function supplyOf(
  dataset: LoadDataset,
  { isUnique = false, isOutputDemanded = false, seed = SEED } = {},
): DatasetPrompts {
  const most = dataset.isReused ? Infinity : dataset.survey.requests;
  const options = { origin: 'file', most, isUnique, outputTokens: 5, isOutputDemanded } as const;
  return new DatasetPrompts(new DatasetPosition(dataset), options, seed);
}

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

describe('prompts of a data set', () => {
  it('come in order, start over where it is reused, and have individual or common output tokens', () => {
    const supply = supplyOf(builtDataset(TWO, { isReused: true }));
    const first = take(supply.of('closed-loop'), 3);
    expect(first.map((prompt) => [textOf(prompt), prompt.outputTokens])).toEqual([
      ['Be brief.\nWhy?', 7],
      ['How?', 5],
      ['Be brief.\nWhy?', 7],
    ]);
  });

  it('end with the data set where it is not reused', () => {
    expect([...supplyOf(builtDataset(TWO)).of('closed')].map(textOf)).toEqual([
      'Be brief.\nWhy?',
      'How?',
    ]);
  });

  it('continue in another stage after the last one sent, and go around the file once', () => {
    const supply = supplyOf(builtDataset(TWO));
    expect(take(supply.of('closed-loop'), 40)).toHaveLength(2);
    supply.noteSent(1);
    expect([...supply.of('open-loop')].map(textOf)).toEqual(['How?', 'Be brief.\nWhy?']);
  });

  it('are sent unchanged, or with a unique prefix before the first message', () => {
    const dataset = builtDataset(TWO, { isReused: true });
    const texts = take(supplyOf(dataset, { isUnique: true }).of('closed-loop'), 4).map(textOf);
    expect(new Set(texts).size).toBe(4);
    expect(texts.map((text) => text.split(' ').slice(8).join(' '))).toEqual([
      'Be brief.\nWhy?',
      'How?',
      'Be brief.\nWhy?',
      'How?',
    ]);
    const others = take(
      supplyOf(dataset, { isUnique: true, seed: OTHER }).of('closed-loop'),
      4,
    ).map(textOf);
    expect(others.filter((text) => texts.includes(text))).toEqual([]);
  });

  it('demand a length only where the data set does, and let the user replace an estimate', () => {
    const dataset = builtDataset([
      single('a', { output: { tokens: 9, kind: 'demand' } }),
      single('b', { output: { tokens: 9, kind: 'cap' } }),
      single('c', { output: { tokens: 9, kind: 'estimate' } }),
      single('d'),
    ]);
    const lengthsOf = (isOutputDemanded: boolean) =>
      [...supplyOf(dataset, { isOutputDemanded }).of('closed')].map((prompt) => [
        prompt.outputTokens,
        prompt.isLengthDemanded,
      ]);
    expect(lengthsOf(false)).toEqual([
      [9, true],
      [9, false],
      [9, false],
      [5, undefined],
    ]);
    expect(lengthsOf(true)[2]).toEqual([5, undefined]);
  });

  it('send each turn of a conversation by itself, after the turns before as recorded', () => {
    const answered = (text: string) => ({ answer: { role: 'assistant', content: text } as const });
    const dataset = builtDataset([
      talk([userTurn('a', answered('A')), userTurn('b', answered('B')), userTurn('c')]),
      talk([userTurn('d', answered('D')), userTurn('e')], { history: 'live' }),
      talk([userTurn('f', answered('F')), userTurn('g')], { history: 'none' }),
    ]);
    const supply = supplyOf(dataset);
    const all = ['a', 'a\nA\nb', 'a\nA\nb\nB\nc', 'd', 'd\nD\ne', 'f', 'g'];
    expect([...supply.of('closed')].map(textOf)).toEqual(all);
    expect([...supply.of('closed')].map(({ turn }) => turn)).toEqual([1, 2, 3, 1, 2, 1, 2]);
    // Another stage begins within a conversation.
    supply.noteSent(2);
    expect([...supply.of('open')].map(textOf)).toEqual([...all.slice(2), ...all.slice(0, 2)]);
  });
});
