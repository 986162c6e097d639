/** Approximate tokens of an English word: 100 tokens are 75 words, according to OpenAI's guide to tokens. */
const TOKENS_PER_WORD = 4 / 3;

/** Approximate tokens of a number of words. */
export function estimateTokensOfWords(words: number): number {
  return Math.ceil(words * TOKENS_PER_WORD);
}

/** Approximate tokens of a text by its words, where no tokenizer has counted them. */
export function estimateTokens(text: string): number {
  return estimateTokensOfWords(text.split(/\s+/).filter((word) => word !== '').length);
}
