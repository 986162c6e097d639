import type { TextMaker } from '../text/text-maker.ts';
import type { PromptOrigin } from './prompt-supply.ts';

/** How the lengths of texts were set. */
export function originOf(texts: TextMaker): PromptOrigin {
  if (!texts.isExact) return 'estimate';
  return texts.isLocal ? 'local-tokenizer' : 'tokenizer';
}
