import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** A context and the greedy continuation that a model gave it. */
export interface Continuation {
  readonly model: string;
  readonly prompt: string;
  readonly tokens: readonly number[];
  readonly contextTokens: number;
}

async function continueGreedily(
  phase: PhaseContext,
  model: string,
  prompt: string,
  maxTokens: number,
): Promise<Continuation | undefined> {
  const generation = await issueRequest(phase, {
    purpose: 'continuation',
    model,
    prompt,
    maxTokens,
    greedy: true,
  });
  if (generation === undefined) return undefined;
  const { tokens, inputTokens } = generation;
  return { model, prompt, tokens, contextTokens: inputTokens };
}

/** Has a model continue a context greedily, to be compared with later. */
export function beginContinuation(
  phase: PhaseContext,
  model: string,
  promptTokens: number,
  maxTokens: number,
): Promise<Continuation | undefined> {
  return continueGreedily(phase, model, phase.prompts.next(promptTokens), maxTokens);
}

function countAgreeing(before: readonly number[], after: readonly number[]): number {
  const length = Math.min(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    if (before[index] !== after[index]) return index;
  }
  return length;
}

/** Has the model continue the same context again and notes how many leading tokens agree. */
export async function compareContinuation(
  phase: PhaseContext,
  before: Continuation,
  between: 'switch' | 'control',
): Promise<void> {
  const after = await continueGreedily(phase, before.model, before.prompt, before.tokens.length);
  if (after === undefined) return;
  phase.journal.event({
    kind: 'continuation-compared',
    model: before.model,
    between,
    agreeingTokens: countAgreeing(before.tokens, after.tokens),
    comparedTokens: before.tokens.length,
    contextTokens: before.contextTokens,
  });
}
