import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** Words of the shortest prompt. */
export const TEMPLATE_WORDS = 1;

/**
 * Finds what the server puts around every prompt, such as its chat template: nearly all of the shortest prompt. A cache
 * that serves these tokens serves nothing of a prompt.
 */
export async function measureTemplate(phase: PhaseContext, model: string): Promise<void> {
  const prompt = phase.prompts.next(TEMPLATE_WORDS);
  const generation = await issueRequest(phase, {
    purpose: 'warm-up',
    model,
    prompt,
    maxTokens: 1,
  });
  const words = prompt.split(' ').length;
  const tokens = (generation?.inputTokens ?? Number.NaN) - words;
  // Where the server does not report what it read, nothing is known of its template.
  if (tokens >= 0) phase.journal.event({ kind: 'template-measured', model, tokens });
}
