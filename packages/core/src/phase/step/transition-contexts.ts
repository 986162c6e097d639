import { TargetError } from '../../target/errors.ts';
import type { ContextHandle } from '../../target/target.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** Contexts that are moved between. */
export const MOVED_CONTEXTS = 2;

/** Words of a turn in a context that began with so many. */
export function turnWordsOf(promptTokens: number): number {
  return Math.max(1, Math.min(8, Math.floor(promptTokens / 2)));
}

/**
 * Times the step from one context to another of the same model: both are opened and filled first, then each request
 * goes to the one that was not used last. Stops when a context would outgrow its room, so that nothing shifts.
 */
export async function transitionContexts(
  phase: PhaseContext,
  model: string,
  count: number,
  room: { readonly contextTokens: number; readonly promptTokens: number },
): Promise<void> {
  phase.journal.step(`move ${count} times between two contexts`);
  const opened: ContextHandle[] = [];
  try {
    for (let index = 0; index < MOVED_CONTEXTS; index += 1) {
      const context = await phase.target.openContext(model);
      opened.push(context);
      const tokens = room.contextTokens;
      phase.journal.event({ kind: 'context-opened', model, context: context.id, tokens });
      const prompt = phase.prompts.next(room.promptTokens);
      await issueRequest(phase, { purpose: 'warm-up', model, prompt, maxTokens: 1, context });
    }
    // A turn adds its few words and one token, twice over for tokenizers that split words.
    const turnWords = turnWordsOf(room.promptTokens);
    const fits = Math.floor((room.contextTokens / 2 - room.promptTokens) / (turnWords * 2 + 1));
    // A host that does not say what a context holds is taken to hold these few turns.
    const moves = Number.isNaN(fits) ? count : Math.max(1, Math.min(count, fits * MOVED_CONTEXTS));
    for (let move = 0; move < moves; move += 1) {
      const context = opened[move % MOVED_CONTEXTS];
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

/** Closes a context; when the target is gone its contexts are too, and the first error stays the one that counts. */
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
