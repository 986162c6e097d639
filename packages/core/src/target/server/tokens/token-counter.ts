import { TargetError } from '../../errors.ts';
import { PromptSource } from '../../../workload/prompts.ts';
import type { ServerTokenizer } from './tokenizer.ts';

/** Words of the two prompts that calibrate; far enough apart that a token more or less means little. */
const CALIBRATION_WORDS = [32, 160] as const;

/** Asks the server to read a prompt. @returns the tokens that it says it read, `NaN` when it does not say */
export type ReadPrompt = (model: string, prompt: string) => Promise<number>;

/**
 * Counts tokens of texts: by the server's own tokenizer, or, where it has none to ask, by words, calibrated on the usage of
 * two prompts. A count by usage alone would leave every counted prompt in the server's cache.
 */
export class TokenCounter {
  readonly source: 'tokenizer' | 'calibrated';
  readonly #tokenizer: ServerTokenizer | undefined;
  readonly #readPrompt: ReadPrompt;
  readonly #nonce: string;
  readonly #tokensPerWord = new Map<string, Promise<number>>();

  /** @param nonce of the run: the prompts that calibrate are unlike those of other runs */
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

  /** @throws {TargetError} when the server neither tokenizes nor tells usage */
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

  /** The difference of two prompts leaves out what the server puts around every prompt. */
  async #calibrate(model: string): Promise<number> {
    const prompts = new PromptSource({ seed: 0, nonce: this.#nonce }, `calibration ${model}`);
    const [few, many] = CALIBRATION_WORDS;
    const fewTokens = await this.#readPrompt(model, prompts.next(few));
    const manyTokens = await this.#readPrompt(model, prompts.next(many));
    const tokensPerWord = (manyTokens - fewTokens) / (many - few);
    if (tokensPerWord > 0) return tokensPerWord;
    throw new TargetError(
      `The server has no /tokenize and its usage does not tell how many tokens it read (${fewTokens} for ${few} words, ${manyTokens} for ${many}). ` +
        'Prompts of an exact length need one of both: switch usage on in the server, or use prompts from a file.',
      { code: 'NO_TOKEN_COUNT' },
    );
  }
}
