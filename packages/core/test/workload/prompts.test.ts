import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PromptSource } from '../../src/workload/prompts.ts';
import { WORDS } from '../../src/workload/words.ts';

function prompts(
  seed: number,
  label: string,
  count: number,
  wordCount: number,
  nonce = 'one',
): string[] {
  const source = new PromptSource({ seed, nonce }, label);
  return Array.from({ length: count }, () => source.next(wordCount));
}

function wordsOf(prompt: string): string[] {
  return prompt.split(' ');
}

describe('prompts', () => {
  it('consist of known words, in the requested number', () => {
    const known = new Set(WORDS);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 1, max: 60 }),
        (seed, wordCount) => {
          for (const prompt of prompts(seed, 'load', 20, wordCount)) {
            const words = wordsOf(prompt);
            expect(words).toHaveLength(wordCount);
            expect(words.filter((word) => !known.has(word))).toEqual([]);
          }
        },
      ),
    );
  });

  it('are all distinct, over tens of thousands, of any lengths', () => {
    for (const lengths of [[24], [2], [1], [1, 2, 3, 4, 5]]) {
      const source = new PromptSource({ seed: 7, nonce: 'one' }, 'load');
      const made = Array.from({ length: 40_000 }, (_, index) =>
        source.next(lengths[index % lengths.length] ?? 1),
      );
      expect(new Set(made).size).toBe(made.length);
    }
  });

  it('differ from each other within their first words, so that no prefix cache serves them', () => {
    const numbers = prompts(1, 'load', 3000, 1).map(wordsOf);
    expect(Math.max(...numbers.map((number) => number.length))).toBe(2);
    // No number is a prefix of another, so following words cannot make two prompts equal.
    const begun = new Set(numbers.map((number) => number.join(' ')));
    expect(begun.size).toBe(numbers.length);
    const others = numbers.filter(
      (number) => number.length > 1 && begun.has(number.slice(0, -1).join(' ')),
    );
    expect(others).toEqual([]);
  });

  it('share no prefix with those of another nonce', () => {
    const beginningsOf = (nonce: string): Set<string> =>
      new Set(
        prompts(1, 'load', 2000, 24, nonce).map((prompt) => wordsOf(prompt).slice(0, 6).join(' ')),
      );
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        const others = beginningsOf(other);
        expect([...beginningsOf(one)].filter((beginning) => others.has(beginning))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('each begin with a different word, as long as there are unused ones', () => {
    const first = prompts(1, 'load', Math.floor(WORDS.length / 2), 24).map(
      (one) => wordsOf(one)[0],
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('are the same for the same seed and label, on every machine', () => {
    expect(prompts(1, 'baseline', 50, 24)).toEqual(prompts(1, 'baseline', 50, 24));
    expect(prompts(1, 'baseline', 2, 8)).toMatchInlineSnapshot(`
      [
        "light great deep far corn build call day",
        "point wide boat bone rich bone area sure",
      ]
    `);
  });

  it('differ for another seed, and for another label', () => {
    const rest = (prompt: string): string => wordsOf(prompt).slice(3).join(' ');
    const [first, ...others] = [
      prompts(1, 'baseline', 50, 24),
      prompts(2, 'baseline', 50, 24),
      prompts(1, 'load', 50, 24),
    ].map((made) => made.map(rest));
    for (const other of others) {
      expect(other.filter((prompt) => first?.includes(prompt))).toEqual([]);
    }
  });
});

describe('the words', () => {
  it('are sorted and distinct', () => {
    expect(WORDS.toSorted()).toEqual(WORDS);
    expect(new Set(WORDS).size).toBe(WORDS.length);
    expect(WORDS.filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(WORDS)).toBe(true);
  });
});
