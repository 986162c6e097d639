import { TargetError } from '../../errors.ts';
import { PromptSource } from '../../../workload/prompts.ts';
import type { ServerTokenizer } from './tokenizer.ts';

/** Words of the two calibration prompts; far enough apart that one token more or less does not matter. */
const CALIBRATION_WORDS = [32, 160] as const;

/** Has the server read a prompt. @returns prompt tokens that it reports, `NaN` when it reports none */
export type ReadPrompt = (model: string, prompt: string) => Promise<number>;

/**
 * Counts tokens of texts with the server's tokenizer, or, where the server offers none, by words, calibrated on the usage of
 * two prompts. Counting every prompt by its usage would leave it in the server's cache.
 */
export class TokenCounter {
  readonly source: 'tokenizer' | 'calibrated';
  readonly #tokenizer: ServerTokenizer | undefined;
  readonly #readPrompt: ReadPrompt;
  readonly #nonce: string;
  readonly #tokensPerWord = new Map<string, Promise<number>>();

  /** @param nonce of the run: makes the calibration prompts unlike those of other runs */
  constructor(
    tokenizer: ServerTokenizer | undefined,
    { nonce }: { readonly nonce: string },
    readPrompt: ReadPrompt,
  ) {
    this.source = tokenizer === undefined ? 'calibrated' : 'tokenizer';
    this.#tokenizer = tokenizer;
    this.#readPrompt = readPrompt;
    this.#nonce = nonce;
  }

  /** @throws {TargetError} when the server has no tokenizer and reports no usage */
  async count(model: string, text: string): Promise<number> {
    if (this.#tokenizer !== undefined) return (await this.#tokenizer.tokenize(model, text)).length;
    const words = text.split(/\s+/).filter((word) => word !== '').length;
    let calibrating = this.#tokensPerWord.get(model);
    if (calibrating === undefined) {
      calibrating = this.#calibrate(model);
      this.#tokensPerWord.set(model, calibrating);
    }
    return Math.round(words * (await calibrating));
  }

  /** The difference of two prompts excludes what the server adds to every prompt. */
  async #calibrate(model: string): Promise<number> {
    const prompts = new PromptSource({ seed: 0, nonce: this.#nonce }, `calibration ${model}`);
    const [few, many] = CALIBRATION_WORDS;
    const fewTokens = await this.#readPrompt(model, prompts.next(few));
    const manyTokens = await this.#readPrompt(model, prompts.next(many));
    const tokensPerWord = (manyTokens - fewTokens) / (many - few);
    if (tokensPerWord > 0) return tokensPerWord;
    throw new TargetError(
      `the server has no /tokenize, and its usage ${Number.isNaN(tokensPerWord) ? 'has no prompt tokens' : `has implausible prompt tokens (${fewTokens} for ${few} words, ${manyTokens} for ${many})`}`,
      { code: 'NO_TOKEN_COUNT', help: 'enable usage in the server, or remove inputTokens' },
    );
  }
}
