import type { RunConfig } from '../../config/parse-config.ts';
import { checkRunFiles } from './check-run-files.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import type { DatasetFile } from '../../workload/dataset/open-dataset.ts';
import { readContentFiles } from '../../workload/media/content-files.ts';
import {
  NO_FILES,
  readLoadFiles,
  type LoadFiles,
  type TraceUse,
} from '../../workload/load-files.ts';

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
 * @throws {ConfigError} as {@link readLoadFiles} does, and as {@link checkRunFiles} does
 */
export async function readRunFiles(config: RunConfig): Promise<LoadFiles> {
  const { phases, phaseOptions, seed } = config;
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
    checkRunFiles(files, config);
    return { ...files, content: readContentFiles(phaseOptions.load) };
  } catch (error) {
    files.close();
    throw error;
  }
}
