import { drawLength, type LengthSpec } from '../length-spec.ts';
import { userPrompt, type Prompt } from '../prompt.ts';
import { createRandom } from '../random.ts';
import type { TextMaker } from '../text/text-maker.ts';
import type { PromptOrigin, PromptSharing, PromptSupply } from './prompt-supply.ts';
import { originOf } from './turn-texts.ts';

/** Lengths of one request. */
export interface RequestLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Lengths of prompts and their outputs. */
export interface LengthSpecs {
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
}

/**
 * Makes prompts of given lengths, such as those of a trace.
 * @param stage label of the texts; other stages have other texts
 * @throws {ConfigError} for a length that no text has
 */
export function* promptsOfLengths(
  lengths: Iterable<RequestLengths>,
  texts: TextMaker,
  stage: string,
): Generator<Prompt> {
  let number = 0;
  for (const { inputTokens, outputTokens } of lengths) {
    const { text, tokens } = texts.make({ label: stage, number }, inputTokens);
    yield userPrompt(text, tokens, outputTokens);
    number += 1;
  }
}

/** Prompts of drawn numbers of tokens. */
export class TextPrompts implements PromptSupply {
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  readonly #texts: TextMaker;
  readonly #lengths: LengthSpecs;
  readonly #seed: number;

  constructor(texts: TextMaker, lengths: LengthSpecs, seed: number) {
    this.origin = originOf(texts);
    if (texts.sharing !== undefined) this.sharing = texts.sharing;
    this.#texts = texts;
    this.#lengths = lengths;
    this.#seed = seed;
  }

  of(stage: string): Iterable<Prompt> {
    return promptsOfLengths(this.#drawLengths(stage), this.#texts, stage);
  }

  noteSent(): void {
    // Another stage has other prompts.
  }

  *#drawLengths(stage: string): Generator<RequestLengths> {
    const random = createRandom(this.#seed, `lengths of ${stage}`);
    const { inputTokens, outputTokens } = this.#lengths;
    for (;;) {
      yield {
        inputTokens: drawLength(inputTokens, random),
        outputTokens: drawLength(outputTokens, random),
      };
    }
  }
}
