import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';
import type { ModelPrompts } from './step-prompts.ts';

/** Times fresh contexts up to the first token: each has a unique prompt, which no cache can serve. */
export async function loadContexts(
  phase: PhaseContext,
  model: string,
  count: number,
  prompts: ModelPrompts,
): Promise<void> {
  phase.journal.step(`load ${count} fresh contexts`);
  for (let made = 0; made < count; made += 1) {
    const prompt = prompts.next();
    await issueRequest(phase, { ...prompt, purpose: 'context-load', model, maxTokens: 1 });
  }
}
