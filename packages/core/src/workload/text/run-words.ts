import { createRandom, type Random } from '../random.ts';
import { WORDS } from '../words.ts';

/** What determines the words of the prompts of a run. Lengths and arrivals depend on the seed alone. */
export interface PromptSeed {
  readonly seed: number;
  /** Another nonce gives other words from the first one on. */
  readonly nonce: string;
}

/** One text of a run: no two keys have the same text. */
export interface TextKey {
  /** Purpose of the text; texts of different labels are independent. */
  readonly label: string;
  /** From 0, within the label. */
  readonly number: number;
}

/** The beginning of a text, and the random stream of the rest. Words are indices. */
export interface TextBeginning {
  /** No other text of the label begins with these words. */
  readonly head: readonly number[];
  readonly random: Random;
}

/** Words in a row, as indices and as text. */
export interface Phrase {
  readonly words: readonly number[];
  readonly text: string;
}

/** Words of a phrase. */
export const PHRASE_WORDS = 32;

/** Phrases of a run. */
const PHRASES = 1024;

/** The last words of a text, up to this number, are drawn one by one. */
const LONG_WORDS = 4 * PHRASE_WORDS;

/**
 * Draws the words of texts. The first words of a text encode its number, in an order of the words that the nonce shuffles; the
 * words after them are drawn for this text alone. Within a run, texts differ in their first words, and texts of two runs share
 * no more than random words. There is no constant prefix that a cache could serve.
 */
export class RunWords {
  readonly words: readonly string[];
  readonly #seed: PromptSeed;
  readonly #orders = new Map<string, readonly number[]>();
  #phrases: readonly Phrase[] | undefined;

  /** @param words at least two, all different */
  constructor(seed: PromptSeed, words: readonly string[] = WORDS) {
    this.#seed = seed;
    this.words = words;
  }

  /** The text of a key, with this number of words, and at least those that make it unique. */
  text(key: TextKey, wordCount: number): string {
    const { head, random } = this.begin(key);
    const text = head.map((index) => this.words[index] ?? '');
    let left = wordCount - text.length;
    for (; left > LONG_WORDS; left -= PHRASE_WORDS) text.push(this.phrase(random).text);
    for (; left > 0; left -= 1) text.push(this.words[random.index(this.words.length)] ?? '');
    return text.join(' ');
  }

  /** A random phrase. Long texts are made of phrases, which is much faster than word by word. */
  phrase(random: Random): Phrase {
    this.#phrases ??= this.#makePhrases();
    const phrase = this.#phrases[random.index(this.#phrases.length)];
    return phrase ?? { words: [], text: '' };
  }

  begin({ label, number }: TextKey): TextBeginning {
    const order = this.#orderOf(label);
    return {
      head: digitsOf(number, order.length).map((digit) => order[digit] ?? 0),
      random: this.#random(`text ${number} ${label}`),
    };
  }

  #makePhrases(): Phrase[] {
    const random = this.#random('phrases');
    return Array.from({ length: PHRASES }, () => {
      const words = Array.from({ length: PHRASE_WORDS }, () => random.index(this.words.length));
      return { words, text: words.map((index) => this.words[index]).join(' ') };
    });
  }

  #orderOf(label: string): readonly number[] {
    const known = this.#orders.get(label);
    if (known !== undefined) return known;
    const order = shuffled(this.words.length, this.#random(`order ${label}`));
    this.#orders.set(label, order);
    return order;
  }

  #random(label: string): Random {
    const { seed, nonce } = this.#seed;
    return createRandom(seed, `${label} ${nonce}`);
  }
}

/** The whole numbers below `count` in a random order, by Fisher and Yates. */
function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.index(last + 1);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

/**
 * A number in digits below `count`, the lowest first. Digits of the upper half end a number, so that no number is a prefix of
 * another.
 */
function digitsOf(value: number, count: number): number[] {
  const base = Math.floor(count / 2);
  const digits: number[] = [];
  let rest = value;
  while (rest >= base) {
    digits.push(rest % base);
    rest = Math.floor(rest / base) - 1;
  }
  return [...digits, base + rest];
}
