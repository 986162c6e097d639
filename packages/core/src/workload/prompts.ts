import { RunWords, type PromptSeed } from './text/run-words.ts';

/**
 * Prompts of common words, no two alike within a run, and unlike those of every run with another nonce from the first
 * words on, so that no cache of prefixes serves them. The same seed, nonce and label give the same prompts.
 */
export class PromptSource {
  readonly #words: RunWords;
  readonly #label: string;
  #made = 0;

  /** @param label what the prompts are for; other labels give other prompts */
  constructor(seed: PromptSeed, label: string) {
    this.#words = new RunWords(seed);
    this.#label = `prompts ${label}`;
  }

  /**
   * The next prompt.
   * @param wordCount at least 1; a prompt of fewer words than its number has is longer by those
   */
  next(wordCount: number): string {
    const text = this.#words.text({ label: this.#label, number: this.#made }, wordCount);
    this.#made += 1;
    return text;
  }
}
