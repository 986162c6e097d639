import type { LengthDraws } from '../lengths/length-pairs.ts';
import { userPrompt, type Prompt } from '../prompt.ts';
import { createRandom } from '../random.ts';
import { holds, WHOLE } from '../slice/slice.ts';
import type { TextKey } from '../text/run-words.ts';
import type { TextMaker } from '../text/text-maker.ts';
import type { PromptOrigin, PromptSharing, PromptSupply } from './prompt-supply.ts';
import { originOf } from './origin-of.ts';

/** Lengths of one request. */
export interface RequestLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Ids of the blocks of its prompt; unique when absent. */
  readonly blocks?: readonly string[];
  /** Tokens of a full block. */
  readonly blockTokens?: number;
}

/**
 * Makes prompts of given lengths, such as those of a trace.
 * @param stage label of the texts; other stages have other texts
 * @param slice only the prompts whose place it has
 * @throws {ConfigError} for a length that no text has
 */
export function* promptsOfLengths(
  lengths: Iterable<RequestLengths>,
  texts: TextMaker,
  stage: string,
  slice = WHOLE,
): Generator<Prompt> {
  let number = 0;
  for (const request of lengths) {
    if (holds(slice, number)) yield promptOfLengths(request, texts, { label: stage, number });
    number += 1;
  }
}

/** Makes the prompt of one request. @throws {ConfigError} for a length that no text has */
export function promptOfLengths(
  { inputTokens, outputTokens, blocks, blockTokens }: RequestLengths,
  texts: TextMaker,
  key: TextKey,
): Prompt {
  const made =
    blocks === undefined || blockTokens === undefined
      ? texts.make(key, inputTokens)
      : texts.makeBlocks({ blocks, blockTokens, tokens: inputTokens });
  const prompt = userPrompt(made.text, made.tokens, outputTokens);
  return made.sharedTokens === undefined ? prompt : { ...prompt, sharedTokens: made.sharedTokens };
}

/** Prompts of drawn numbers of tokens. */
export class TextPrompts implements PromptSupply {
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  readonly #texts: TextMaker;
  readonly #draws: LengthDraws;
  readonly #seed: number;

  constructor(texts: TextMaker, draws: LengthDraws, seed: number) {
    this.origin = originOf(texts);
    if (texts.sharing !== undefined) this.sharing = texts.sharing;
    this.#texts = texts;
    this.#draws = draws;
    this.#seed = seed;
  }

  of(stage: string, slice = WHOLE): Iterable<Prompt> {
    const random = createRandom(this.#seed, `lengths of ${stage}`);
    return promptsOfLengths(this.#draws(random), this.#texts, stage, slice);
  }

  noteSent(): void {
    // Another stage has other prompts.
  }
}
