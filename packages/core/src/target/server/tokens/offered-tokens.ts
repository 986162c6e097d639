import { Buffer } from 'node:buffer';
import type { ChatMessage } from '../../codec/codec.ts';

/** Prompts that are counted by the server, at most: what they show is used for those after them. */
const MOST_COUNTS = 3;

/** Prompts differ: an estimate is believed where it is more than this many times what the server read. */
const MARGIN = 1.25;

/** A prompt, and how many tokens its server says that it read. */
interface ReadPrompt {
  readonly model: string;
  readonly text: string;
  readonly readTokens: number;
}

/**
 * Finds how many tokens a prompt offered, since a server that cuts a prompt without an error reports only what it kept. A
 * prompt that fits is believed; of those that may not, the first few are counted, and the others estimated from them.
 */
export class OfferedTokens {
  readonly #count: (model: string, text: string) => Promise<number>;
  #counts = 0;
  /** Tokens per byte, of all that were counted. */
  #countedTokens = 0;
  #countedBytes = 0;
  /** A prompt that was read whole, from which the size of the chat template follows. */
  #readWhole: ReadPrompt | undefined;

  constructor(count: (model: string, text: string) => Promise<number>) {
    this.#count = count;
  }

  /**
   * @param readTokens what the server reports that it read, `NaN` when it does not
   * @param contextTokens what its context holds, `NaN` when it does not say
   */
  async of(
    model: string,
    messages: readonly ChatMessage[],
    readTokens: number,
    contextTokens: number,
  ): Promise<number> {
    const text = messages.map(({ content }) => content).join('\n');
    const bytes = Buffer.byteLength(text);
    // A token has a byte or more.
    if (Number.isNaN(contextTokens) || bytes < contextTokens) {
      if (messages.length === 1) this.#readWhole = { model, text, readTokens };
      return readTokens;
    }
    const estimate = this.#estimate(bytes);
    if (estimate * MARGIN < contextTokens) return readTokens;
    if (this.#counts >= MOST_COUNTS) return estimate <= MARGIN * readTokens ? readTokens : estimate;
    const counted = await this.#count(model, text);
    this.#counts += 1;
    this.#countedTokens += counted;
    this.#countedBytes += bytes;
    const offered = counted + (await this.#templateTokens(model));
    return Number.isNaN(readTokens) ? offered : Math.max(offered, readTokens);
  }

  /** Tokens that the server puts around a prompt: it counts them among those that it read, and they are offered as well. */
  async #templateTokens(model: string): Promise<number> {
    const read = this.#readWhole;
    if (read === undefined || read.model !== model || Number.isNaN(read.readTokens)) return 0;
    return Math.max(0, read.readTokens - (await this.#count(model, read.text)));
  }

  /** `NaN` before the first was counted. */
  #estimate(bytes: number): number {
    return Math.round((bytes * this.#countedTokens) / this.#countedBytes);
  }
}
