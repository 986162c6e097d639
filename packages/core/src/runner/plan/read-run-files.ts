import type { RunConfig } from '../../config/parse-config.ts';
import { formatNumber } from '../../metric/format/format-value.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import type { DatasetFile } from '../../workload/dataset/open-dataset.ts';
import { readContentFiles } from '../../workload/media/content-files.ts';
import {
  NO_FILES,
  readLoadFiles,
  type LoadFiles,
  type TraceUse,
} from '../../workload/load-files.ts';

/** A trace must hold the warm-up of its stage and the measured requests, at least one. */
function checkTraceLength(stage: StagePlan, { traces }: LoadFiles): void {
  if (stage.kind !== 'trace') return;
  const { name, file, warmup, requests } = stage;
  const rows = traces.get(name)?.atNs.length ?? 0;
  const needed = warmup + (requests ?? 1);
  if (rows >= needed) return;
  const wanted =
    requests === undefined
      ? `a warm-up of ${formatNumber(warmup)} leaves none to measure`
      : `the stage needs ${formatNumber(needed)}, warm-up included`;
  throw new ConfigError(
    `stage ${name}: ${file.path} has ${formatNumber(rows)} ${rows === 1 ? 'request' : 'requests'}, and ${wanted}`,
    { help: 'lower --requests or --warmup, or use a longer trace' },
  );
}

function traceUse(stage: StagePlan, seed: number, allowsUrls: boolean): TraceUse[] {
  if (stage.kind !== 'trace') return [];
  const { name, file, warmup, requests = Infinity, fromMs, toMs, scaleRate, isSpread } = stage;
  const isScaled = scaleRate !== 1 || isSpread;
  const scaling = { scaleRate, isSpread, seed, stage: name };
  return [
    {
      stage: name,
      file: withUrls(file, allowsUrls),
      most: warmup + requests,
      ...(isScaled ? { scaling } : {}),
      ...(fromMs === undefined ? {} : { fromNs: fromMs * 1e6 }),
      ...(toMs === undefined ? {} : { toNs: toMs * 1e6 }),
    },
  ];
}

function withUrls(file: DatasetFile, allowsUrls: boolean): DatasetFile {
  return { ...file, options: { ...file.options, allowsUrls } };
}

/**
 * Reads the files of the load, if the load phase runs. Close them after the run.
 * @throws {ConfigError} as {@link readLoadFiles} does, and for a trace that is shorter than its stage
 */
export async function readRunFiles({ phases, phaseOptions, seed }: RunConfig): Promise<LoadFiles> {
  if (!phases.some(({ name }) => name === 'load')) return NO_FILES;
  const { dataset, lengthsFrom, stages, tokenizer, allowUrls } = phaseOptions.load;
  const files = await readLoadFiles({
    traces: stages.flatMap((stage) => traceUse(stage, seed, allowUrls)),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(lengthsFrom === undefined ? {} : { lengths: { ...lengthsFrom, seed } }),
    ...(dataset === undefined
      ? {}
      : { dataset: { ...dataset, file: withUrls(dataset.file, allowUrls), seed } }),
  });
  try {
    for (const stage of stages) checkTraceLength(stage, files);
    return { ...files, content: readContentFiles(phaseOptions.load) };
  } catch (error) {
    files.close();
    throw error;
  }
}
