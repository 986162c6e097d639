import type { TextKey } from '../text/run-words.ts';
import type { MadeText, TextMaker } from '../text/text-maker.ts';

/** Beginnings that prompts share, as those of users of one application do. */
export interface SharedPrefix {
  /** Number of beginnings; prompts take them in turn. */
  readonly groups: number;
  /** Tokens of each beginning; they come on top of those of the prompt. */
  readonly tokens: number;
}

/** Makes texts behind the beginnings of a run, which are the same in all of it and in no other run. */
export class PrefixedText implements TextMaker {
  readonly isExact: boolean;
  readonly sharing = 'prefix';
  readonly #texts: TextMaker;
  readonly #prefixes: readonly MadeText[];

  /** @throws {ConfigError} when no text has as many tokens as a beginning */
  constructor(texts: TextMaker, { groups, tokens }: SharedPrefix) {
    this.isExact = texts.isExact;
    this.#texts = texts;
    this.#prefixes = Array.from({ length: groups }, (_, number) =>
      texts.make({ label: 'shared prefix', number }, tokens),
    );
  }

  make(key: TextKey, tokens: number): MadeText {
    const prefix = this.#prefixes[key.number % this.#prefixes.length];
    if (prefix === undefined) return this.#texts.make(key, tokens);
    const own = this.#texts.make(key, tokens, true);
    return { text: `${prefix.text} ${own.text}`, tokens: prefix.tokens + own.tokens };
  }
}
