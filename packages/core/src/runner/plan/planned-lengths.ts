import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { LengthBounds } from '../../workload/length-spec.ts';
import { pairBounds } from '../../workload/lengths/length-pairs.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import { about, amountOf, plus, times, type Amount } from './amount.ts';
import { prefixTokens } from './plan-dataset.ts';

/** Options that determine lengths. */
export type Lengths = Pick<
  LoadOptions,
  'inputTokens' | 'outputTokens' | 'lengths' | 'sharedPrefix' | 'items'
>;

/** Tokens of a prompt; estimated from its words where no number is set. */
function inputOf({ inputTokens, sharedPrefix }: Lengths): Amount {
  if (sharedPrefix !== undefined) {
    return plus(amountOf(inputTokens ?? SHORT_PROMPT_WORDS), prefixTokens(sharedPrefix));
  }
  return inputTokens === undefined
    ? about(estimateTokensOfWords(SHORT_PROMPT_WORDS))
    : amountOf(inputTokens);
}

/** Lengths of prompts that are made of tokens, whether a number is set or not. */
export function inTokens<Options extends Lengths>(options: Options): Options {
  return { ...options, inputTokens: options.inputTokens ?? SHORT_PROMPT_WORDS };
}

/**
 * Tokens of one request: its prompt and its maximum output.
 * @param ofFile bounds of the lengths of a file, where requests have these
 */
export function tokensEach(options: Lengths, ofFile?: LengthBounds): Amount {
  const { lengths, sharedPrefix, outputTokens } = options;
  const bounds = ofFile ?? (lengths === undefined ? undefined : pairBounds(lengths));
  if (bounds === undefined) return plus(itemsOf(options), amountOf(outputTokens));
  const both = amountOf(bounds);
  return sharedPrefix === undefined ? both : plus(both, prefixTokens(sharedPrefix));
}

/** Tokens of the inputs of a request; a query is read with each of its documents. */
function itemsOf(lengths: Lengths): Amount {
  const { items } = lengths;
  const each = inputOf(lengths);
  if (items === undefined) return each;
  return times(amountOf(items.perRequest), items.hasQuery ? plus(each, each) : each);
}
