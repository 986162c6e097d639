import { learnTextMaker, type Tokenizing } from '../workload/text/learn-text-maker.ts';
import type { TextMaker } from '../workload/text/text-maker.ts';
import type { PhaseContext } from './phase.ts';

/** What of a phase texts of a number of tokens are made with. */
export type TextContext = Pick<PhaseContext, 'target' | 'journal' | 'seed' | 'nonce' | 'files'>;

/**
 * Learns how the target tokenizes for a model that is loaded: the texts that are made then need no further call.
 * @throws {ConfigError} when the target counts no tokens
 */
export async function learnTexts(context: TextContext, model: string): Promise<TextMaker> {
  const { journal, seed, nonce } = context;
  const tokenizing = tokenizingOf(context, model);
  journal.step(
    tokenizing.isLocal === true
      ? 'preparing prompts: the server has no tokenizer, so tokenizer.json counts tokens'
      : 'preparing prompts: learning how words become tokens',
  );
  return await learnTextMaker(tokenizing, { seed, nonce });
}

/** The tokenizer of the target; where it only estimates, that of a file if there is one. */
function tokenizingOf({ target, files }: TextContext, model: string): Tokenizing {
  const isExact = target.description.details['tokenCounts'] !== 'calibrated';
  const { tokenizer } = files;
  if (!isExact && tokenizer !== undefined) {
    return {
      isExact: true,
      isLocal: true,
      count: (text) => Promise.resolve(tokenizer.tokenize(text).length),
      tokenize: (text) => Promise.resolve(tokenizer.tokenize(text)),
    };
  }
  return {
    isExact,
    count: (text) => target.countTokens(model, text),
    tokenize: async (text) => await target.tokenize?.(model, text),
  };
}
