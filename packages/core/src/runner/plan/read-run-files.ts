import type { RunConfig } from '../../config/parse-config.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { readLoadFiles, type LoadFiles } from '../../workload/load-files.ts';

/** A trace must hold the warm-up of its stage and the measured requests, at least one. */
function checkTraceLength(stage: StagePlan, { traces }: LoadFiles): void {
  if (stage.kind !== 'trace') return;
  const { name, file, warmup, requests } = stage;
  const rows = traces.get(file)?.length ?? 0;
  const needed = warmup + (requests ?? 1);
  if (rows >= needed) return;
  const wanted =
    requests === undefined
      ? `a warm-up of ${formatNumber(warmup)} leaves none to measure`
      : `the stage needs ${formatNumber(needed)}, warm-up included`;
  throw new ConfigError(
    `stage ${name}: ${file} has ${formatNumber(rows)} ${rows === 1 ? 'request' : 'requests'}, and ${wanted}`,
    { help: 'lower --requests or --warmup, or use a longer trace' },
  );
}

/**
 * Reads the files of the load, if the load phase runs.
 * @throws {ConfigError} as {@link readLoadFiles} does, and for a trace that is shorter than its stage
 */
export async function readRunFiles({ phases, phaseOptions }: RunConfig): Promise<LoadFiles> {
  if (!phases.some(({ name }) => name === 'load')) return { traces: new Map() };
  const { dataset, stages, tokenizer } = phaseOptions.load;
  const traces = stages.flatMap((stage) => (stage.kind === 'trace' ? [stage.file] : []));
  const files = await readLoadFiles({ prompts: dataset, traces, tokenizer });
  for (const stage of stages) checkTraceLength(stage, files);
  return files;
}
