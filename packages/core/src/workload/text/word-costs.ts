/** Tokens of words: the tokens of a text of these words are the sum of its words'. */
export interface WordCosts {
  readonly words: readonly string[];
  /** Of each word at the beginning of a text. Whole numbers above 0. */
  readonly first: readonly number[];
  /** Of each word after another, with the space between. Whole numbers above 0, and 1 among them. */
  readonly later: readonly number[];
}

/** Tokens of a text of these words; `NaN` when it has another one. */
export function tokensOfText({ words, first, later }: WordCosts, text: string): number {
  const places = new Map(words.map((word, index) => [word, index]));
  return text.split(' ').reduce((sum, word, position) => {
    const costs = position === 0 ? first : later;
    return sum + (costs[places.get(word) ?? -1] ?? Number.NaN);
  }, 0);
}
