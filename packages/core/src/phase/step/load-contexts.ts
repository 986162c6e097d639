import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** Times fresh contexts: each a prompt of its own that no cache can serve, up to its first token. */
export async function loadContexts(
  phase: PhaseContext,
  model: string,
  count: number,
  promptTokens: number,
): Promise<void> {
  phase.journal.step(`load ${count} fresh contexts`);
  for (let made = 0; made < count; made += 1) {
    const prompt = phase.prompts.next(promptTokens);
    await issueRequest(phase, { purpose: 'context-load', model, prompt, maxTokens: 1 });
  }
}
