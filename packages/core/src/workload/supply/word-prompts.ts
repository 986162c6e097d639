import { drawLength, type LengthSpec } from '../length-spec.ts';
import { userPrompt, type Prompt } from '../prompt.ts';
import { PromptSource } from '../prompts.ts';
import { createRandom } from '../random.ts';
import { holds, WHOLE } from '../slice/slice.ts';
import type { PromptSeed } from '../text/run-words.ts';
import type { PromptSupply } from './prompt-supply.ts';

/**
 * Words of a short prompt. Where a prompt must have a number of tokens and none is set, it has this many.
 */
export const SHORT_PROMPT_WORDS = 24;

/** Unique prompts of a number of words. The target is not called. */
export class WordPrompts implements PromptSupply {
  readonly origin = 'words';
  readonly #seed: PromptSeed;
  readonly #wordCount: number;
  readonly #outputTokens: LengthSpec;

  constructor(seed: PromptSeed, wordCount: number, outputTokens: LengthSpec) {
    this.#seed = seed;
    this.#wordCount = wordCount;
    this.#outputTokens = outputTokens;
  }

  *of(stage: string, slice = WHOLE): Generator<Prompt> {
    const prompts = new PromptSource(this.#seed, `load ${stage}`);
    const random = createRandom(this.#seed.seed, `lengths of ${stage}`);
    for (let place = 0; ; place += 1) {
      const outputTokens = drawLength(this.#outputTokens, random);
      if (holds(slice, place))
        yield userPrompt(prompts.next(this.#wordCount), Number.NaN, outputTokens);
      else prompts.skip();
    }
  }

  noteSent(): void {
    // Another stage has other prompts.
  }
}
