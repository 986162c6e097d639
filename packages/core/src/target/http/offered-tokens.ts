import { Buffer } from 'node:buffer';
import type { ChatMessage } from '../codec/codec.ts';

/** Counts so many before it trusts what it learned from them. */
const LEARNING_COUNTS = 8;
/** Prompts differ: what was learned is stretched by this much before it is relied on. */
const MARGIN = 1.25;

/** A prompt, and how many tokens its server says that it read. */
interface ReadPrompt {
  readonly model: string;
  readonly text: string;
  readonly toldTokens: number;
}

/**
 * Tells how many tokens a prompt offered, since a server that cuts one without a word tells only what it kept. A prompt
 * that surely fits is believed; one that may not is counted.
 */
export class OfferedTokens {
  readonly #count: (model: string, text: string) => Promise<number>;
  #learned = 0;
  /** Tokens per byte at the most; a token has a byte or more. */
  #tokensPerByte = 0;
  /** A prompt that was read whole, from which the size of the chat template follows. */
  #readWhole: ReadPrompt | undefined;

  constructor(count: (model: string, text: string) => Promise<number>) {
    this.#count = count;
  }

  /**
   * @param toldTokens what the server says that it read, `NaN` when it does not say
   * @param contextTokens what its context holds, `NaN` when it does not say
   */
  async of(
    model: string,
    messages: readonly ChatMessage[],
    toldTokens: number,
    contextTokens: number,
  ): Promise<number> {
    const text = messages.map(({ content }) => content).join('\n');
    const bytes = Buffer.byteLength(text);
    if (Number.isNaN(contextTokens) || bytes * this.#bound() < contextTokens) {
      if (messages.length === 1) this.#readWhole = { model, text, toldTokens };
      return toldTokens;
    }
    const counted = await this.#count(model, text);
    this.#learned += 1;
    this.#tokensPerByte = Math.max(this.#tokensPerByte, counted / bytes);
    const offered = counted + (await this.#templateTokens(model));
    return Number.isNaN(toldTokens) ? offered : Math.max(offered, toldTokens);
  }

  /** Tokens that the server puts around a prompt: it counts them among those that it read, and they are offered as well. */
  async #templateTokens(model: string): Promise<number> {
    const read = this.#readWhole;
    if (read === undefined || read.model !== model || Number.isNaN(read.toldTokens)) return 0;
    return Math.max(0, read.toldTokens - (await this.#count(model, read.text)));
  }

  #bound(): number {
    return this.#learned < LEARNING_COUNTS ? 1 : Math.min(1, this.#tokensPerByte * MARGIN);
  }
}
