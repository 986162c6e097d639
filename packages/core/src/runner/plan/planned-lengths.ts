import type { LoadOptions } from '../../phase/options/load-options.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { about, amountOf, exactly, plus, type Amount } from './amount.ts';

/** Options that determine lengths. */
export type Lengths = Pick<LoadOptions, 'inputTokens' | 'outputTokens' | 'sharedPrefix'>;

/** Tokens of a prompt; estimated from its words where no number is set. */
function inputOf({ inputTokens, sharedPrefix }: Lengths): Amount {
  if (sharedPrefix !== undefined) {
    return plus(amountOf(inputTokens ?? SHORT_PROMPT_WORDS), exactly(sharedPrefix.tokens));
  }
  return inputTokens === undefined
    ? about(estimateTokensOfWords(SHORT_PROMPT_WORDS))
    : amountOf(inputTokens);
}

/** Lengths of prompts that are made of tokens, whether a number is set or not. */
export function inTokens<Options extends Lengths>(options: Options): Options {
  return { ...options, inputTokens: options.inputTokens ?? SHORT_PROMPT_WORDS };
}

/** Tokens of one request: its prompt and its maximum output. */
export function tokensEach(lengths: Lengths): Amount {
  return plus(inputOf(lengths), amountOf(lengths.outputTokens));
}
