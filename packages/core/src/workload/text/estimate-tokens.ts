/** Tokens of an English word, about: 100 tokens are 75 words, as OpenAI's guide to tokens has it. */
const TOKENS_PER_WORD = 4 / 3;

/** Tokens of so many words, about. */
export function estimateTokensOfWords(words: number): number {
  return Math.ceil(words * TOKENS_PER_WORD);
}

/** Tokens of a text, about: by its words, where no tokenizer has counted them. */
export function estimateTokens(text: string): number {
  return estimateTokensOfWords(text.split(/\s+/).filter((word) => word !== '').length);
}
