import { learnTextMaker } from '../workload/text/learn-text-maker.ts';
import type { TextMaker } from '../workload/text/text-maker.ts';
import type { PhaseContext } from './phase.ts';

/** What of a phase texts of a number of tokens are made with. */
export type TextContext = Pick<PhaseContext, 'target' | 'journal' | 'seed' | 'nonce'>;

/**
 * Learns how the target tokenizes for a model that is loaded: the texts that are made then need no further call.
 * @throws {ConfigError} when the target counts no tokens
 */
export async function learnTexts(
  { target, journal, seed, nonce }: TextContext,
  model: string,
): Promise<TextMaker> {
  journal.step('preparing prompts: learning how words become tokens');
  const tokenizing = {
    isExact: target.description.details['tokenCounts'] !== 'calibrated',
    count: (text: string) => target.countTokens(model, text),
    tokenize: async (text: string) => await target.tokenize?.(model, text),
  };
  return await learnTextMaker(tokenizing, { seed, nonce });
}
