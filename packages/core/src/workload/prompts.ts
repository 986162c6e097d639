import { createRandom, type Random } from './random.ts';
import { WORDS } from './words.ts';

/**
 * Seeded prompts of common words, no two alike: each begins with its own number in words, so that no cache of
 * prefixes can serve one from another.
 */
export class PromptSource {
  readonly #random: Random;
  #made = 0;

  constructor(seed: number, label: string) {
    this.#random = createRandom(seed, `prompts ${label}`);
  }

  /**
   * The next prompt.
   * @param wordCount at least 1; the number takes the first words of it, as many as it needs
   */
  next(wordCount: number): string {
    const words = numberInWords(this.#made);
    this.#made += 1;
    while (words.length < wordCount) words.push(this.#word());
    return words.join(' ');
  }

  #word(): string {
    return WORDS[this.#random.index(WORDS.length)] ?? '';
  }
}

/** Digits of the number in base `WORDS.length`, the lowest first. */
function numberInWords(value: number): string[] {
  const words: string[] = [];
  let rest = value;
  do {
    words.push(WORDS[rest % WORDS.length] ?? '');
    rest = Math.floor(rest / WORDS.length);
  } while (rest > 0);
  return words;
}
