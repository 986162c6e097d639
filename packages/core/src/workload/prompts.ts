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

  /**
   * Sets numbers apart for prompts that are made elsewhere, so that none of them begins as one made here.
   * @returns the first of them
   */
  reserve(count: number): number {
    const first = this.#made;
    this.#made += count;
    return first;
  }

  #word(): string {
    return WORDS[this.#random.index(WORDS.length)] ?? '';
  }
}

/** Words that stand for a digit: the first half where more follow, the second half for the last. */
const BASE = Math.floor(WORDS.length / 2);

/** A number in words, the lowest digit first. No number begins with the whole of another. */
export function numberInWords(value: number): string[] {
  const words: string[] = [];
  let rest = value;
  while (rest >= BASE) {
    words.push(WORDS[rest % BASE] ?? '');
    rest = Math.floor(rest / BASE) - 1;
  }
  return [...words, WORDS[BASE + rest] ?? ''];
}
