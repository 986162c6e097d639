import type { RunConfig } from '../../config/parse-config.ts';
import { checkRunFiles } from './check-run-files.ts';
import type { StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import type { ReadOptions } from '../../workload/dataset/dataset.ts';
import type { DatasetFile } from '../../workload/dataset/open-dataset.ts';
import { readContentFiles } from '../../workload/media/content-files.ts';
import {
  NO_FILES,
  readLoadFiles,
  type LoadFiles,
  type TraceUse,
} from '../../workload/load-files.ts';

function traceUse(stage: StagePlan, seed: number, media: MediaPlaces): TraceUse[] {
  if (stage.kind !== 'trace') return [];
  const { name, file, warmup, requests = Infinity, fromMs, toMs, scaleRate, isSpread } = stage;
  const isScaled = scaleRate !== 1 || isSpread;
  const scaling = { scaleRate, isSpread, seed, stage: name };
  return [
    {
      stage: name,
      file: withMedia(file, media),
      most: warmup + requests,
      ...(isScaled ? { scaling } : {}),
      ...(fromMs === undefined ? {} : { fromNs: fromMs * 1e6 }),
      ...(toMs === undefined ? {} : { toNs: toMs * 1e6 }),
    },
  ];
}

/** Where media of rows may come from. */
type MediaPlaces = Pick<ReadOptions, 'allowsUrls' | 'allowsFiles'>;

function withMedia(file: DatasetFile, media: MediaPlaces): DatasetFile {
  return { ...file, options: { ...file.options, ...media } };
}

/**
 * Reads the files of the load, if the load phase runs. Close them after the run.
 * @throws {ConfigError} as {@link readLoadFiles} does, and as {@link checkRunFiles} does
 */
export async function readRunFiles(config: RunConfig): Promise<LoadFiles> {
  const { phases, phaseOptions, seed, isJoined } = config;
  if (!phases.some(({ name }) => name === 'load')) return NO_FILES;
  const { dataset, lengthsFrom, stages, tokenizer, allowUrls } = phaseOptions.load;
  // A file of this machine that a row names is another one, or none, on the machines of a fleet.
  const media = { allowsUrls: allowUrls, allowsFiles: isJoined !== true };
  const files = await readLoadFiles({
    traces: stages.flatMap((stage) => traceUse(stage, seed, media)),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(lengthsFrom === undefined ? {} : { lengths: { ...lengthsFrom, seed } }),
    ...(dataset === undefined
      ? {}
      : { dataset: { ...dataset, file: withMedia(dataset.file, media), seed } }),
  });
  try {
    checkRunFiles(files, config);
    return { ...files, content: readContentFiles(phaseOptions.load) };
  } catch (error) {
    files.close();
    throw error;
  }
}
