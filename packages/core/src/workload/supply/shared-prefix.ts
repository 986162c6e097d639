import { ConfigError } from '../../spec/error/errors.ts';
import { IdealHits } from '../text/blocks/ideal-hits.ts';
import type { TextKey } from '../text/run-words.ts';
import type { MadeText, TextMaker } from '../text/text-maker.ts';
import { PrefixDraw, type PrefixGroups } from './prefix-draw.ts';

/** Prefixes that prompts share, like the system prompt of an application. */
export interface SharedPrefix extends PrefixGroups {
  /** Tokens of each prefix, in addition to those of the prompt. */
  readonly tokens: number;
}

/** Makes texts behind the shared prefixes of a run, which no other run has. */
export class PrefixedText implements TextMaker {
  readonly isExact: boolean;
  readonly isLocal: boolean;
  readonly sharing = 'prefix';
  readonly #texts: TextMaker;
  readonly #tokens: number;
  readonly #draw: PrefixDraw;
  /** By group, each made when a prompt first has it. */
  readonly #prefixes = new Map<number, MadeText>();
  readonly #hits = new IdealHits();

  /** @param seed of the run: decides which prompts have which prefix */
  constructor(texts: TextMaker, prefix: SharedPrefix, seed: number) {
    this.isExact = texts.isExact;
    this.isLocal = texts.isLocal;
    this.#texts = texts;
    this.#tokens = prefix.tokens;
    this.#draw = new PrefixDraw(prefix, seed);
  }

  /** @throws {ConfigError} when no text has the tokens of a prefix */
  make(key: TextKey, ownTokens: number): MadeText {
    const group = this.#draw.groupOf(key);
    if (group === undefined) return { ...this.#texts.make(key, ownTokens), sharedTokens: 0 };
    const prefix = this.#prefixOf(group);
    const own = this.#texts.make(key, ownTokens, true);
    const tokens = prefix.tokens + own.tokens;
    const blocks = [`${group}`];
    const sharedTokens = this.#hits.add({ blocks, blockTokens: prefix.tokens, tokens });
    return { text: `${prefix.text} ${own.text}`, tokens, sharedTokens };
  }

  /** @throws {ConfigError} always: behind another prefix, the blocks would not be those of the trace */
  makeBlocks(): MadeText {
    throw new ConfigError('sharedPrefix cannot be combined with a trace that has prefixes', {
      help: 'remove sharedPrefix: the blocks of the trace are its prefixes',
    });
  }

  #prefixOf(group: number): MadeText {
    const known = this.#prefixes.get(group);
    if (known !== undefined) return known;
    const made = this.#texts.make({ label: 'shared prefix', number: group }, this.#tokens);
    this.#prefixes.set(group, made);
    return made;
  }
}
