import type { PhaseContext } from '../phase.ts';

/** Whether the target loads and unloads models; one that was attached to holds its own all along. */
export function canLoadModels({ target }: PhaseContext): boolean {
  return target.limitations?.every(({ ability }) => ability !== 'load-models') ?? true;
}
