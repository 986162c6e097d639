/** Token counts of words; that of a text is the sum over its words. */
export interface WordCosts {
  readonly words: readonly string[];
  /** Of each word at the beginning of a text. Whole numbers above 0. */
  readonly first: readonly number[];
  /** Of each word after another, with the space between. Whole numbers above 0, and 1 among them. */
  readonly later: readonly number[];
}
