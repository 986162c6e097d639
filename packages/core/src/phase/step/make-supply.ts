import type { LengthSpec } from '../../workload/length-spec.ts';
import { FilePrompts } from '../../workload/supply/file-prompts.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { PrefixedText, type SharedPrefix } from '../../workload/supply/shared-prefix.ts';
import { TextPrompts } from '../../workload/supply/text-prompts.ts';
import { WordPrompts } from '../../workload/supply/word-prompts.ts';
import { learnTextMaker } from '../../workload/text/learn-text-maker.ts';
import type { TextMaker } from '../../workload/text/text-maker.ts';
import type { PhaseContext } from '../phase.ts';

/** What prompts are asked to be like. */
export interface SupplyOptions {
  /** Words of a prompt where nothing more exact is set. */
  readonly promptTokens: number;
  readonly inputTokens?: LengthSpec;
  readonly outputTokens: LengthSpec;
  readonly sharedPrefix?: SharedPrefix;
  /** Of prompts from a file. */
  readonly uniquePrompts: boolean;
}

/**
 * Learns how texts of a number of tokens are made for a model; prompts are made without the target from then on.
 * @throws {ConfigError} when the target counts no tokens, or no text has as many as a shared prefix
 */
export async function learnTexts(
  { target, journal, seed, nonce }: PhaseContext,
  model: string,
  sharedPrefix: SharedPrefix | undefined,
): Promise<TextMaker> {
  journal.step('preparing prompts: learning how words become tokens');
  const tokenizing = {
    isExact: target.description.details['tokenCounts'] !== 'calibrated',
    count: (text: string) => target.countTokens(model, text),
    tokenize: async (text: string) => await target.tokenize?.(model, text),
  };
  const texts = await learnTextMaker(tokenizing, { seed, nonce });
  return sharedPrefix === undefined ? texts : new PrefixedText(texts, sharedPrefix);
}

/** Prompts of the file if there is one, of numbers of tokens where those are set, else of a number of words. */
export async function makeSupply(
  phase: PhaseContext,
  model: string,
  options: SupplyOptions,
): Promise<PromptSupply> {
  const { files, seed, nonce } = phase;
  const { promptTokens, inputTokens, outputTokens, sharedPrefix, uniquePrompts } = options;
  if (files.prompts !== undefined) {
    const sent = { outputTokens, isUnique: uniquePrompts };
    if (!uniquePrompts) {
      phase.journal.step(
        "prompts from a file are sent as they are: the server's cache may answer repeated runs",
      );
    }
    return new FilePrompts(files.prompts, sent, { seed, nonce });
  }
  if (inputTokens === undefined && sharedPrefix === undefined) {
    return new WordPrompts({ seed, nonce }, promptTokens, outputTokens);
  }
  const texts = await learnTexts(phase, model, sharedPrefix);
  return new TextPrompts(texts, { inputTokens: inputTokens ?? promptTokens, outputTokens }, seed);
}
