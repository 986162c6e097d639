import type { TurnInput } from '../dataset/dataset.ts';
import { userPrompt, type Prompt } from '../prompt.ts';
import type { TextKey } from '../text/run-words.ts';
import type { TextMaker } from '../text/text-maker.ts';
import type { PromptOrigin, PromptSharing } from './prompt-supply.ts';

/** A turn that a data set describes by lengths alone. */
export type LengthsInput = Extract<TurnInput, { kind: 'lengths' }>;

/** Makes what a turn of given lengths sends, without calling the target. */
export interface TurnTexts {
  /** How the lengths of its texts were set. */
  readonly origin: PromptOrigin;
  /** Absent where texts share nothing. */
  readonly sharing?: PromptSharing;
  /**
   * @param key of the turn; no two turns of a run have the same
   * @throws {ConfigError} for a length that no text has
   */
  make(input: LengthsInput, key: TextKey): Pick<Prompt, 'messages' | 'inputTokens'>;
}

/** How the lengths of texts were set. */
export function originOf(texts: TextMaker): PromptOrigin {
  return texts.isExact ? 'tokenizer' : 'estimate';
}

/** Unique texts for turns of given lengths. */
export function uniqueTurnTexts(texts: TextMaker): TurnTexts {
  return {
    origin: originOf(texts),
    ...(texts.sharing === undefined ? {} : { sharing: texts.sharing }),
    make: ({ inputTokens }, key) => {
      const { text, tokens } = texts.make(key, inputTokens);
      return userPrompt(text, tokens, Number.NaN);
    },
  };
}
