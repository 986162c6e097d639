import type { TokenCounting } from '../../src/workload/prompt.ts';

/** One token for each word. */
export const byWords: TokenCounting = {
  isExact: true,
  count: (text) => Promise.resolve(text.split(' ').filter((word) => word !== '').length),
};

/** One token for each letter, and one for the space before a word: words have many tokens, and not all as many. */
export const byLetters: TokenCounting = {
  isExact: true,
  count: (text) => Promise.resolve(text.length),
};

/** Words up to four letters are one token, longer ones two, as with the small vocabulary of a real tokenizer. */
export const byPieces: TokenCounting = {
  isExact: true,
  count: (text) =>
    Promise.resolve(text.split(' ').reduce((sum, word) => sum + (word.length > 4 ? 2 : 1), 0)),
};

/** Two tokens for each word: no text has an odd number. */
export const byPairs: TokenCounting = {
  isExact: true,
  count: async (text) => 2 * (await byWords.count(text)),
};

/** Counts that are answered in another order than they were asked in. */
export function outOfOrder(counting: TokenCounting): TokenCounting {
  let asked = 0;
  return {
    isExact: counting.isExact,
    count: async (text) => {
      asked += 1;
      for (let turn = asked % 5; turn > 0; turn -= 1) await Promise.resolve();
      return await counting.count(text);
    },
  };
}
