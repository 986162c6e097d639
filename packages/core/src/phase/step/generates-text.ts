import type { PhaseContext } from '../phase.ts';

/** Abilities without which nothing continues: results of inputs, speech and transcriptions have no context. */
const WITHOUT_CONTEXTS: ReadonlySet<string> = new Set(['generate-text', 'hold-contexts']);

/** Whether responses are text that a context holds and continues. */
export function generatesText({ target }: Pick<PhaseContext, 'target'>): boolean {
  return target.limitations?.every(({ ability }) => !WITHOUT_CONTEXTS.has(ability)) ?? true;
}
