import type { TurnInput } from '../dataset/dataset.ts';
import type { Prompt } from '../prompt.ts';
import type { TextKey } from '../text/run-words.ts';
import type { TextMaker } from '../text/text-maker.ts';
import { originOf } from './origin-of.ts';
import type { PromptOrigin, PromptSharing } from './prompt-supply.ts';
import { promptOfLengths } from './text-prompts.ts';

/** A turn that a data set describes by lengths alone. */
export type LengthsInput = Extract<TurnInput, { kind: 'lengths' }>;

/** Makes what a turn of given lengths sends, without calling the target. */
export interface TurnTexts {
  /** How the lengths of its texts were set. */
  readonly origin: PromptOrigin;
  /** What texts share besides the blocks of the data set; absent where they share nothing. */
  readonly sharing?: PromptSharing;
  /**
   * @param key of the turn; no two turns of a run have the same
   * @throws {ConfigError} for a length that no text has
   */
  make(
    input: LengthsInput,
    key: TextKey,
  ): Pick<Prompt, 'messages' | 'inputTokens' | 'sharedTokens'>;
}

/** Texts for turns of given lengths: with their blocks, where they have some, else unique. */
export function turnTextsOf(texts: TextMaker): TurnTexts {
  return {
    origin: originOf(texts),
    ...(texts.sharing === undefined ? {} : { sharing: texts.sharing }),
    make: (input, key) => promptOfLengths({ ...input, outputTokens: Number.NaN }, texts, key),
  };
}
