import type { LengthSpec } from '../../workload/length-spec.ts';
import type { TokenCounting } from '../../workload/prompt.ts';
import {
  ExactPrompts,
  FilePrompts,
  WordPrompts,
  type PromptSupply,
} from '../../workload/prompt-supply.ts';
import type { SharedPrefix } from '../../workload/synthetic-prompts.ts';
import type { PhaseContext } from '../phase.ts';

/** What prompts are asked to be like. */
export interface SupplyOptions {
  /** Words of a prompt where nothing more exact is asked for. */
  readonly promptTokens: number;
  readonly inputTokens?: LengthSpec;
  readonly outputTokens: LengthSpec;
  readonly sharedPrefix?: SharedPrefix;
}

/** Counts as the host does: by its tokenizer, or by an estimate from its usage where it has none to ask. */
export function countingOf({ target }: PhaseContext, model: string): TokenCounting {
  return {
    isExact: target.description.details['tokenCounts'] !== 'calibrated',
    count: (text) => target.countTokens(model, text),
  };
}

/** Prompts of the file if there is one, of exact lengths where those are asked for, else of so many words. */
export function makeSupply(
  phase: PhaseContext,
  model: string,
  options: SupplyOptions,
): PromptSupply {
  const { prompts, seed, files } = phase;
  const { promptTokens, inputTokens, outputTokens, sharedPrefix } = options;
  if (files.prompts !== undefined) return new FilePrompts(files.prompts, outputTokens, seed);
  if (inputTokens === undefined && sharedPrefix === undefined) {
    return new WordPrompts(prompts, promptTokens, outputTokens, seed);
  }
  const spec = {
    inputTokens: inputTokens ?? promptTokens,
    outputTokens,
    seed,
    ...(sharedPrefix === undefined ? {} : { sharedPrefix }),
  };
  return new ExactPrompts(prompts, spec, countingOf(phase, model));
}
