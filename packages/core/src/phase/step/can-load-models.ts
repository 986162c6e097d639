import type { PhaseContext } from '../phase.ts';

/** Whether the target can load and unload models; a running server keeps its own loaded unless it manages models. */
export function canLoadModels({ target }: PhaseContext): boolean {
  return target.limitations?.every(({ ability }) => ability !== 'load-models') ?? true;
}
