import type { TextMaker } from '../text/text-maker.ts';
import type { PromptOrigin } from './prompt-supply.ts';

/** How the lengths of texts were set. */
export function originOf(texts: TextMaker): PromptOrigin {
  return texts.isExact ? 'tokenizer' : 'estimate';
}
