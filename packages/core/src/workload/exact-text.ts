import { ConfigError } from '../spec/errors.ts';
import type { TokenCounting } from './prompt.ts';
import { createRandom, type Random } from './random.ts';
import { WORDS } from './words.ts';

/** Counts that one text may take: a tokenizer that cannot be met is told, and not asked for ever. */
const MOST_COUNTS = 300;

/** Words that are tried in the last place before those before it are changed too. */
const CANDIDATES = 6;

/** How many those are. */
const BACK_WORDS = 2;

/** A text that lacks fewer words than this is filled word by word. */
const NEAR_WORDS = 3;

interface Attempt {
  readonly words: readonly string[];
  readonly tokens: number;
}

/** Words of the text that the first estimate comes from. */
const ESTIMATE_WORDS = 64;

/**
 * Makes texts of common words with an exact number of tokens, by counting and correcting: what a word costs is up to the
 * tokenizer. A text depends on its head, its length and its random numbers, and not on the texts before it.
 */
export class ExactText {
  readonly #counting: TokenCounting;
  #estimate: Promise<number> | undefined;

  constructor(counting: TokenCounting) {
    this.#counting = counting;
  }

  /**
   * A text of exactly so many tokens; the nearest that words reach where tokens are only estimated.
   * @param head words that it begins with, so that it is like no other
   * @throws {ConfigError} when the head alone is longer, or no text of that length was found
   */
  async make(
    head: readonly string[],
    tokens: number,
    random: Random,
  ): Promise<{ readonly text: string; readonly tokens: number }> {
    this.#estimate ??= this.#estimateTokensPerWord();
    const search = new Search(this.#counting, head, random, await this.#estimate);
    const best = await search.find(tokens);
    if (best.tokens === tokens || !this.#counting.isExact) {
      return { text: best.words.join(' '), tokens: best.tokens };
    }
    throw new ConfigError(
      `No prompt of ${tokens} tokens was found: the nearest had ${best.tokens}. ` +
        `One that is like no other begins with ${head.length} words of its own; ask for longer prompts, or another length.`,
    );
  }

  async #estimateTokensPerWord(): Promise<number> {
    const random = createRandom(0, 'tokens per word');
    const words = Array.from({ length: ESTIMATE_WORDS }, () => pick(random));
    const tokens = await this.#counting.count(words.join(' '));
    return tokens > 0 ? tokens / ESTIMATE_WORDS : 1;
  }
}

function pick(random: Random): string {
  return WORDS[random.index(WORDS.length)] ?? '';
}

/** The texts that were counted on the way to one. */
class Search {
  readonly #counting: TokenCounting;
  readonly #head: readonly string[];
  readonly #random: Random;
  readonly #attempts: Attempt[] = [];
  #tokensPerWord: number;

  constructor(
    counting: TokenCounting,
    head: readonly string[],
    random: Random,
    tokensPerWord: number,
  ) {
    this.#counting = counting;
    this.#head = head;
    this.#random = random;
    this.#tokensPerWord = tokensPerWord;
  }

  /** A text of so many tokens, or the nearest that was counted. */
  async find(tokens: number): Promise<Attempt> {
    const below = await this.#approach(tokens);
    if (below !== undefined && below.tokens < tokens) await this.#fill(below.words, tokens);
    const distance = (one: Attempt): number => Math.abs(one.tokens - tokens);
    return this.#attempts.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  }

  get #isOver(): boolean {
    return this.#attempts.length >= MOST_COUNTS;
  }

  async #try(words: readonly string[]): Promise<Attempt> {
    const attempt = { words, tokens: await this.#counting.count(words.join(' ')) };
    this.#attempts.push(attempt);
    return attempt;
  }

  /** A text that is a few words short of so many tokens, or has them; undefined when the head alone is longer. */
  async #approach(tokens: number): Promise<Attempt | undefined> {
    let words: readonly string[] = this.#head;
    let wordCount = Math.round(tokens / this.#tokensPerWord);
    while (!this.#isOver) {
      words = this.#resize(words, wordCount);
      const attempt = await this.#try(words);
      const missing = tokens - attempt.tokens;
      if (words.length > 0) this.#tokensPerWord = Math.max(0.1, attempt.tokens / words.length);
      if (missing >= 0 && missing < NEAR_WORDS * this.#tokensPerWord) return attempt;
      if (missing < 0 && words.length <= this.#head.length) return undefined;
      // Rounded down, so that it comes to lie below and not to and fro.
      wordCount = words.length + Math.floor(missing / this.#tokensPerWord);
    }
    return undefined;
  }

  #resize(words: readonly string[], wordCount: number): readonly string[] {
    const wanted = Math.max(this.#head.length, wordCount);
    const more = Array.from({ length: Math.max(0, wanted - words.length) }, () =>
      pick(this.#random),
    );
    return [...words, ...more].slice(0, wanted);
  }

  /** Adds words that still fit, one by one; where none does, goes back a little and takes another way. */
  async #fill(from: readonly string[], tokens: number): Promise<void> {
    let words = from;
    let misses = 0;
    while (!this.#isOver) {
      const attempt = await this.#try([...words, pick(this.#random)]);
      if (attempt.tokens === tokens) return;
      if (attempt.tokens < tokens) {
        words = attempt.words;
        misses = 0;
        continue;
      }
      misses += 1;
      if (misses < CANDIDATES) continue;
      words = words.slice(0, Math.max(this.#head.length, words.length - BACK_WORDS));
      misses = 0;
    }
  }
}
