import { ConfigError } from '../../spec/error/errors.ts';
import type { TextKey } from '../text/run-words.ts';
import type { MadeText, TextMaker } from '../text/text-maker.ts';

/** Prefixes that prompts share, like the system prompt of an application. */
export interface SharedPrefix {
  /** Number of distinct prefixes; prompts take them in turn. */
  readonly groups: number;
  /** Tokens of each prefix, in addition to those of the prompt. */
  readonly tokens: number;
}

/** Makes texts behind the shared prefixes of a run, which no other run has. */
export class PrefixedText implements TextMaker {
  readonly isExact: boolean;
  readonly sharing = 'prefix';
  readonly #texts: TextMaker;
  readonly #prefixes: readonly MadeText[];

  /** @throws {ConfigError} when no text has the tokens of a prefix */
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

  /** @throws {ConfigError} always: a prefix before them would be another prefix than that of the trace */
  makeBlocks(): MadeText {
    throw new ConfigError(
      'sharedPrefix cannot be combined with a trace that has prefixes of its own',
      {
        help: 'remove sharedPrefix: the blocks of the trace are its prefixes',
      },
    );
  }
}
