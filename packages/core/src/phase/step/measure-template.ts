import type { PhaseContext } from '../phase.ts';
import { issueRequest } from './issue-request.ts';

/** Words of the shortest possible prompt. */
export const TEMPLATE_WORDS = 1;

/**
 * Measures the tokens that the server adds to every prompt, such as its chat template, with the shortest prompt. They do not
 * count as served by a cache.
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
  // Without reported prompt tokens the template is unknown.
  if (tokens >= 0) phase.journal.event({ kind: 'template-measured', model, tokens });
}
