import { ConfigError } from '../../spec/errors.ts';
import type { Random } from '../random.ts';
import { RunWords, type PromptSeed, type TextKey } from './run-words.ts';
import type { MadeText, TextMaker } from './text-maker.ts';
import type { WordCosts } from './word-costs.ts';

/** Random words tried for a place before all of them are looked through. */
const RANDOM_TRIES = 16;

/** Makes texts of an exact number of tokens from words whose tokens are known. */
export class ExactText implements TextMaker {
  readonly isExact = true;
  readonly #costs: WordCosts;
  readonly #words: RunWords;

  constructor(costs: WordCosts, seed: PromptSeed) {
    this.#costs = costs;
    this.#words = new RunWords(seed, costs.words);
  }

  make(key: TextKey, tokens: number, isContinued = false): MadeText {
    const { words, first, later } = this.#costs;
    const { head, random } = this.#words.begin(key);
    const text: string[] = [];
    let left = tokens;
    while (left > 0) {
      const costs = text.length === 0 && !isContinued ? first : later;
      const index = this.#pick(costs, left, head[text.length], random);
      text.push(words[index] ?? '');
      left -= costs[index] ?? Number.NaN;
    }
    return { text: text.join(' '), tokens };
  }

  /**
   * A word that fits: the wanted one if it does, else a random one.
   * @throws {ConfigError} when none does, which is so at the beginning of a text alone
   */
  #pick(
    costs: readonly number[],
    left: number,
    wanted: number | undefined,
    random: Random,
  ): number {
    const fits = (index: number): boolean => (costs[index] ?? Infinity) <= left;
    if (wanted !== undefined && fits(wanted)) return wanted;
    for (let tries = 0; tries < RANDOM_TRIES; tries += 1) {
      const index = random.index(costs.length);
      if (fits(index)) return index;
    }
    const from = random.index(costs.length);
    for (let step = 0; step < costs.length; step += 1) {
      const index = (from + step) % costs.length;
      if (fits(index)) return index;
    }
    throw new ConfigError(
      `No prompt has ${left} tokens: every word has more at its beginning. Raise inputTokens.`,
    );
  }
}
