import { ConfigError } from '../../spec/error/errors.ts';
import type { Random } from '../random.ts';
import type { BlockPrompt } from './blocks/block-prompt.ts';
import { BlockTexts } from './blocks/block-texts.ts';
import { exactVocabulary } from './blocks/block-vocabulary.ts';
import { PHRASE_WORDS, RunWords, type Phrase, type PromptSeed, type TextKey } from './run-words.ts';
import type { MadeText, TextMaker } from './text-maker.ts';
import type { WordCosts } from './word-costs.ts';

/** Random words tried for a place before all are searched. */
const RANDOM_TRIES = 16;

/** Makes texts of an exact number of tokens from words with known token counts. */
export class ExactText implements TextMaker {
  readonly isExact = true;
  readonly isLocal: boolean;
  readonly #costs: WordCosts;
  readonly #words: RunWords;
  readonly #blocks: BlockTexts;
  readonly #phraseCosts = new Map<Phrase, number>();
  /** The last tokens of a text, up to this number, are made word by word. */
  readonly #longTokens: number;

  /** @param isLocal whether a tokenizer from a file counted the words */
  constructor(costs: WordCosts, seed: PromptSeed, isLocal = false) {
    this.isLocal = isLocal;
    this.#costs = costs;
    this.#words = new RunWords(seed, costs.words);
    this.#blocks = new BlockTexts(exactVocabulary(costs), seed);
    this.#longTokens = PHRASE_WORDS * Math.max(4, ...costs.later);
  }

  make(key: TextKey, tokens: number, isContinued = false): MadeText {
    const { words, first, later } = this.#costs;
    const { head, random } = this.#words.begin(key);
    const text: string[] = [];
    let left = tokens;
    while (left > 0) {
      if (text.length > head.length && left > this.#longTokens) {
        const phrase = this.#words.phrase(random);
        text.push(phrase.text);
        left -= this.#costOf(phrase);
        continue;
      }
      const costs = text.length === 0 && !isContinued ? first : later;
      const index = this.#pick(costs, left, head[text.length], random);
      text.push(words[index] ?? '');
      left -= costs[index] ?? Number.NaN;
    }
    return { text: text.join(' '), tokens };
  }

  makeBlocks(prompt: BlockPrompt): MadeText {
    return this.#blocks.make(prompt);
  }

  #costOf(phrase: Phrase): number {
    const known = this.#phraseCosts.get(phrase);
    if (known !== undefined) return known;
    const cost = phrase.words.reduce((sum, index) => sum + (this.#costs.later[index] ?? 0), 0);
    this.#phraseCosts.set(phrase, cost);
    return cost;
  }

  /**
   * A word that fits: the wanted one if possible, else a random one.
   * @throws {ConfigError} when none does, which only happens at the beginning of a text
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
    throw new ConfigError(`no prompt can have ${left} tokens: every first word has more`, {
      help: 'raise inputTokens',
    });
  }
}
