import type { Generation } from '../../target/target.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import type { ModelPrompts, StepPrompt } from './step-prompts.ts';

/** A context and the greedy continuation that a model gave it. */
export interface Continuation {
  readonly model: string;
  readonly prompt: StepPrompt;
  /** As asked for; an answer may have ended before. */
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
 * The tokens that were generated, as the host tells them, else those that its tokenizer finds in the text. These may not be
 * cut where the model cut them; the same text has the same ones all the same, and they part where the texts do.
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
 * Has a model continue a context greedily, to be compared with later.
 * @returns undefined when it failed, or when the host does not tell its tokens, which is noted
 */
export async function beginContinuation(
  phase: PhaseContext,
  model: string,
  prompts: ModelPrompts,
  maxTokens: number,
): Promise<Continuation | undefined> {
  const continuation = await continueGreedily(phase, model, prompts.next(), maxTokens);
  if (continuation === undefined || continuation.tokens.length > 0) return continuation;
  const reason = continuation.isEmpty
    ? 'the continuation of the context was empty, so there is nothing to compare'
    : 'the host does not tell which tokens it generated, and has no tokenizer to ask';
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
