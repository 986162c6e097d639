import type { BlockPrompt } from './blocks/block-prompt.ts';
import { BlockTexts } from './blocks/block-texts.ts';
import { estimatedVocabulary } from './blocks/block-vocabulary.ts';
import { RunWords, type PromptSeed, type TextKey } from './run-words.ts';
import type { MadeText, TextMaker } from './text-maker.ts';

/** Makes texts of an estimated number of tokens, never more by the estimate, from the mean tokens of a word. */
export class EstimatedText implements TextMaker {
  readonly isExact = false;
  readonly isLocal = false;
  readonly #tokensPerWord: number;
  readonly #words: RunWords;
  readonly #blocks: BlockTexts;

  /** @param tokensPerWord above 0 */
  constructor(tokensPerWord: number, seed: PromptSeed) {
    this.#tokensPerWord = tokensPerWord;
    this.#words = new RunWords(seed);
    this.#blocks = new BlockTexts(estimatedVocabulary(tokensPerWord), seed);
  }

  make(key: TextKey, tokens: number): MadeText {
    const wordCount = Math.max(1, Math.floor(tokens / this.#tokensPerWord));
    const text = this.#words.text(key, wordCount);
    return { text, tokens: Math.round(text.split(' ').length * this.#tokensPerWord) };
  }

  makeBlocks(prompt: BlockPrompt): MadeText {
    return this.#blocks.make(prompt);
  }
}
