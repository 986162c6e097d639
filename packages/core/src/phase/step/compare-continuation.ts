import type { Generation } from '../../target/target.ts';
import type { PhaseContext } from '../phase.ts';
import { generatesText } from './generates-text.ts';
import { issueRequest } from './issue-request.ts';
import type { ModelPrompts, StepPrompt } from './step-prompts.ts';

/** A context and its greedy continuation by a model. */
export interface Continuation {
  readonly model: string;
  readonly prompt: StepPrompt;
  /** As requested; the response may end earlier. */
  readonly maxTokens: number;
  readonly tokens: readonly number[];
  readonly contextTokens: number;
  /** Whether the response had no text. */
  readonly isEmpty: boolean;
}

async function continueGreedily(
  phase: PhaseContext,
  model: string,
  prompt: StepPrompt,
  maxTokens: number,
): Promise<Continuation | undefined> {
  const generation = await issueRequest(phase, {
    ...prompt,
    purpose: 'continuation',
    model,
    maxTokens,
    greedy: true,
  });
  if (generation === undefined) return undefined;
  const { inputTokens: contextTokens } = generation;
  const tokens = await tokensOf(phase, model, generation);
  return {
    model,
    prompt,
    maxTokens,
    tokens,
    contextTokens,
    isEmpty: generation.chunkNs.length === 0,
  };
}

/**
 * The generated tokens as the server reports them, else those of its tokenizer for the text. The tokenizer may split the
 * text in other places than the model, but equal texts have equal tokens, and different texts diverge where they differ.
 */
async function tokensOf(
  { target }: PhaseContext,
  model: string,
  { tokens, text }: Generation,
): Promise<readonly number[]> {
  if (tokens.length > 0 || text === '') return tokens;
  return (await target.tokenize?.(model, text)) ?? [];
}

/**
 * Has a model continue a context greedily, for a later comparison.
 * @returns undefined when the target generates no text, when the request failed, or when no tokens are known, which is recorded
 */
export async function beginContinuation(
  phase: PhaseContext,
  model: string,
  prompts: ModelPrompts,
  maxTokens: number,
): Promise<Continuation | undefined> {
  if (!generatesText(phase)) return undefined;
  const continuation = await continueGreedily(phase, model, prompts.next(), maxTokens);
  if (continuation === undefined || continuation.tokens.length > 0) return continuation;
  const reason = continuation.isEmpty
    ? 'the continuation of the context was empty, so there is nothing to compare'
    : 'the target reports no token IDs and has no tokenizer';
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

/** Has the model continue the same context again and records how many leading tokens agree. */
export async function compareContinuation(
  phase: PhaseContext,
  before: Continuation,
  between: 'switch' | 'control',
): Promise<void> {
  const { model, prompt, maxTokens } = before;
  const after = await continueGreedily(phase, model, prompt, maxTokens);
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
