import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** Size of the over-long prompt, relative to the context. */
const OVERFILL = 1.5;

/** Sends a prompt longer than the context, to measure how much of it the engine keeps. */
export async function overfillContext(
  phase: PhaseContext,
  model: string,
  contextTokens: number,
): Promise<void> {
  const wanted = Math.ceil(contextTokens * OVERFILL);
  phase.journal.step(`send ${wanted} prompt tokens to a context of ${contextTokens}`);
  const prompt = await promptOfTokens(phase, model, wanted);
  await issueRequest(phase, { purpose: 'over-long', model, prompt, maxTokens: 1 });
}

/** A prompt of at least this many tokens by the model's own tokenizer. */
async function promptOfTokens(phase: PhaseContext, model: string, tokens: number): Promise<string> {
  let prompt = phase.prompts.next(tokens);
  while ((await phase.target.countTokens(model, prompt)) < tokens) {
    prompt = `${prompt} ${phase.prompts.next(tokens)}`;
  }
  return prompt;
}
