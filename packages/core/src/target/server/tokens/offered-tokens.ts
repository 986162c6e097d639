import { Buffer } from 'node:buffer';
import { textOfContent, type ChatMessage } from '../../../spec/content/chat-message.ts';

/** Maximum number of prompts that the server counts; later prompts are estimated from them. */
const MOST_COUNTS = 3;

/** Prompts differ: an estimate counts only if it exceeds the tokens that the server read by this factor. */
const MARGIN = 1.25;

/** A prompt, and the number of tokens that the server reports to have read. */
interface ReadPrompt {
  readonly model: string;
  readonly text: string;
  readonly readTokens: number;
}

/**
 * Finds how many tokens a prompt offered, because a server that silently truncates a prompt reports only what it kept. The
 * count of a prompt that fits is used as reported; of those that may not fit, the first few are counted, and the others
 * estimated from them.
 */
export class OfferedTokens {
  readonly #count: (model: string, text: string) => Promise<number>;
  #counts = 0;
  /** Tokens and bytes of all counted prompts. */
  #countedTokens = 0;
  #countedBytes = 0;
  /** A prompt that was read whole; it shows the size of the chat template. */
  #readWhole: ReadPrompt | undefined;

  constructor(count: (model: string, text: string) => Promise<number>) {
    this.#count = count;
  }

  /**
   * @param readTokens tokens that the server reports to have read, `NaN` when it reports none
   * @param contextTokens context length, `NaN` when unknown
   */
  async of(
    model: string,
    messages: readonly ChatMessage[],
    readTokens: number,
    contextTokens: number,
  ): Promise<number> {
    const text = messages.map(({ content }) => textOfContent(content)).join('\n');
    const bytes = Buffer.byteLength(text);
    // A token has at least one byte.
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

  /** Tokens of the chat template: the server counts them as read, so they are offered as well. */
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
