import { TargetError } from '../../target/errors.ts';
import type { ContextHandle } from '../../target/target.ts';
import type { PhaseContext } from '../phase.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import { issueRequest } from './issue-request.ts';
import type { ModelPrompts, StepPrompt } from './step-prompts.ts';

/** Contexts that requests alternate between. */
export const ALTERNATED_CONTEXTS = 2;

/** Words of a turn in a context whose first prompt has this length, in words or tokens. */
export function turnWordsOf(promptLength: number): number {
  return Math.max(1, Math.min(8, Math.floor(promptLength / 2)));
}

/** What a context holds, and what fills it. */
interface Room {
  /** `NaN` where the server does not report it. */
  readonly contextTokens: number;
  readonly prompts: ModelPrompts;
}

/** The most tokens that a first prompt has: a short one has up to two for each word. */
function mostTokensOf({ inputTokens }: StepPrompt): number {
  return Number.isNaN(inputTokens) ? 2 * SHORT_PROMPT_WORDS : inputTokens;
}

/** Turns of each context that fit beside its first prompt. A turn adds its words, two tokens for each, and one token of output. */
function turnsThatFit(contextTokens: number, first: readonly StepPrompt[], words: number): number {
  const filledTokens = Math.max(...first.map(mostTokensOf));
  return Math.floor((contextTokens - filledTokens) / 2 / (words * 2 + 1));
}

/**
 * Times transitions from one context to another of the same model. Both are opened and filled first, then each request goes
 * to the context that was not used last. Ends before a context is full, so that the engine drops nothing.
 */
export async function transitionContexts(
  phase: PhaseContext,
  model: string,
  count: number,
  { contextTokens, prompts }: Room,
): Promise<void> {
  phase.journal.step(`alternate two contexts ${count} times`);
  const first = Array.from({ length: ALTERNATED_CONTEXTS }, () => prompts.next());
  const lengths = first.map(({ inputTokens }) =>
    Number.isNaN(inputTokens) ? SHORT_PROMPT_WORDS : inputTokens,
  );
  const turnWords = turnWordsOf(Math.min(...lengths));
  const opened: ContextHandle[] = [];
  try {
    for (const prompt of first) {
      const context = await phase.target.openContext(model);
      opened.push(context);
      const { id } = context;
      phase.journal.event({ kind: 'context-opened', model, context: id, tokens: contextTokens });
      await issueRequest(phase, { ...prompt, purpose: 'warm-up', model, maxTokens: 1, context });
    }
    const fits = turnsThatFit(contextTokens, first, turnWords);
    // Where the server does not report its context size, these few turns are assumed to fit.
    const moves = Number.isNaN(fits)
      ? count
      : Math.max(1, Math.min(count, fits * ALTERNATED_CONTEXTS));
    for (let move = 0; move < moves; move += 1) {
      const context = opened[move % ALTERNATED_CONTEXTS];
      if (context === undefined) break;
      const prompt = phase.prompts.next(turnWords);
      await issueRequest(phase, {
        purpose: 'context-transition',
        model,
        prompt,
        maxTokens: 1,
        context,
      });
    }
  } finally {
    for (const context of opened) await closeQuietly(phase, model, context);
  }
}

/** Closes a context. When the target is gone its contexts are too, and the first error counts. */
async function closeQuietly(
  phase: PhaseContext,
  model: string,
  context: ContextHandle,
): Promise<void> {
  if (phase.signal.aborted) return;
  try {
    await phase.target.closeContext(context);
    phase.journal.event({ kind: 'context-closed', model, context: context.id });
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    phase.journal.step(`closing a context failed: ${error.message}`);
  }
}
