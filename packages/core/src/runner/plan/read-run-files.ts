import type { RunConfig } from '../../config/parse-config.ts';
import { readLoadFiles, type LoadFiles } from '../../workload/load-files.ts';

/** Reads the files of the load. Those of a load that is not run are not read. @throws {ConfigError} as {@link readLoadFiles} does */
export async function readRunFiles({ phases, phaseOptions }: RunConfig): Promise<LoadFiles> {
  if (!phases.some(({ name }) => name === 'load')) return { traces: new Map() };
  const { dataset, stages } = phaseOptions.load;
  const traces = stages.flatMap((stage) => (stage.kind === 'trace' ? [stage.file] : []));
  return await readLoadFiles({ prompts: dataset, traces });
}
