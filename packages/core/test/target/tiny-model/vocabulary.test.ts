import { describe, expect, it } from 'vitest';
import { makeVocabulary } from '../../../src/target/tiny-model/vocabulary.ts';
import { WORDS } from '../../../src/workload/words.ts';

describe('the words', () => {
  it('are a few hundred, lower case, sorted and unique', () => {
    expect(WORDS.length).toBeGreaterThan(300);
    expect(WORDS.filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
    expect([...new Set(WORDS)].toSorted()).toEqual(WORDS);
  });
});

describe('a vocabulary', () => {
  const vocabulary = makeVocabulary(['the', 'then', 'cat']);

  it('ends with the words, after all tokens that are never generated', () => {
    expect(vocabulary.tokens.slice(vocabulary.firstWordId)).toEqual(['▁the', '▁then', '▁cat']);
  });

  it('contains every prefix of a word, so that each grows from its left', () => {
    expect(vocabulary.tokens).toEqual(expect.arrayContaining(['▁', '▁t', '▁th', '▁c', '▁ca']));
  });

  it('contains all bytes, for any text', () => {
    expect(vocabulary.tokens.slice(3, 259)).toEqual(
      Array.from({ length: 256 }, (_, byte) => expect.stringMatching(`^<0x${hex(byte)}>$`)),
    );
    expect(Array.from(vocabulary.types.subarray(0, 4))).toEqual([2, 3, 3, 6]);
  });

  it('contains no duplicate token', () => {
    const { tokens } = makeVocabulary(WORDS);
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
