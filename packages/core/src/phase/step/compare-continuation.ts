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

/**
 * Has a model continue a context greedily, to be compared with later.
 * @returns undefined when it failed, or when the host does not tell its tokens, which is noted
 */
export async function beginContinuation(
  phase: PhaseContext,
  model: string,
  promptTokens: number,
  maxTokens: number,
): Promise<Continuation | undefined> {
  const prompt = phase.prompts.next(promptTokens);
  const continuation = await continueGreedily(phase, model, prompt, maxTokens);
  if (continuation === undefined || continuation.tokens.length > 0) return continuation;
  const reason = 'the host does not tell which tokens it generated';
  phase.journal.event({ kind: 'not-measured', metric: 'contextPreservation', reason });
  return undefined;
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
