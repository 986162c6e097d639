import type { RunConfig } from '../../config/parse-config.ts';

/** The models that the load of a run mixes; none where it is not run. */
export function mixedModels({ phases, phaseOptions }: RunConfig): string[] {
  if (!phases.some(({ name }) => name === 'load')) return [];
  return Object.keys(phaseOptions.load.models ?? {});
}
