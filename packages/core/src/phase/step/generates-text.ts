import type { PhaseContext } from '../phase.ts';

/** Whether responses are text. The results of inputs, such as embeddings, have no tokens to time and no context. */
export function generatesText({ target }: Pick<PhaseContext, 'target'>): boolean {
  return target.limitations?.every(({ ability }) => ability !== 'generate-text') ?? true;
}
