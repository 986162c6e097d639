import { shareGpt } from './text/sharegpt.ts';
import type { DatasetFormat } from './dataset.ts';
import { loadcellTrace } from './trace/loadcell-trace.ts';
import { mooncake } from './trace/mooncake.ts';

/** Every format, in the order in which messages list them. A new format is one file and one line here. */
export const DATASET_FORMATS: readonly DatasetFormat[] = Object.freeze([
  loadcellTrace,
  mooncake,
  shareGpt,
]);
