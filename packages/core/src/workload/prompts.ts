import { RunWords, type PromptSeed } from './text/run-words.ts';

/**
 * Prompts of common words, unique within a run. From the first words on they differ from those of runs with another nonce, so
 * no prefix cache serves them. The same seed, nonce and label give the same prompts.
 */
export class PromptSource {
  readonly #words: RunWords;
  readonly #label: string;
  #made = 0;

  /** @param label purpose of the prompts; other labels give other prompts */
  constructor(seed: PromptSeed, label: string) {
    this.#words = new RunWords(seed);
    this.#label = `prompts ${label}`;
  }

  /**
   * The next prompt.
   * @param wordCount at least 1; a prompt has at least the words that make it unique
   */
  next(wordCount: number): string {
    const text = this.#words.text({ label: this.#label, number: this.#made }, wordCount);
    this.#made += 1;
    return text;
  }

  /** Passes over the next prompt, which another worker sends. */
  skip(): void {
    this.#made += 1;
  }
}
