import { WORDS } from '../../words.ts';
import type { WordCosts } from '../word-costs.ts';

/** Words that blocks are made of, each after a space, so that no token spans two blocks. */
export interface BlockVocabulary {
  /** Words that begin a block, which may begin a prompt. */
  readonly starts: readonly string[];
  readonly words: readonly string[];
  /** Of each word; 1 where words have a known count. */
  readonly tokensPerWord: number;
  /** Tokens that the first word of a prompt has in addition. */
  readonly startTokens: number;
}

/** Fewer words of one token are too few to tell short blocks apart. */
const MIN_WORDS = 16;

/** Words of one token each, so that a block can be cut after any token; the mean where there are too few of them. */
export function exactVocabulary({ words, first, later }: WordCosts): BlockVocabulary {
  const ofOneToken = words.flatMap((word, index) =>
    later[index] === 1 ? [{ word, first: first[index] ?? Number.NaN }] : [],
  );
  if (ofOneToken.length < MIN_WORDS) {
    return estimatedVocabulary(later.reduce((sum, cost) => sum + cost, 0) / words.length, words);
  }
  const least = ofOneToken.reduce((lowest, word) => Math.min(lowest, word.first), Infinity);
  const starts = ofOneToken.filter((word) => word.first === least);
  return {
    starts: starts.map(({ word }) => word),
    words: ofOneToken.map(({ word }) => word),
    tokensPerWord: 1,
    startTokens: least - 1,
  };
}

/** All words, at their mean number of tokens. @param tokensPerWord above 0 */
export function estimatedVocabulary(
  tokensPerWord: number,
  words: readonly string[] = WORDS,
): BlockVocabulary {
  return { starts: words, words, tokensPerWord, startTokens: 0 };
}
