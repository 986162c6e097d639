import { shareGpt } from './text/sharegpt.ts';
import type { DatasetFormat } from './dataset.ts';
import { azure } from './trace/azure.ts';
import { bailian } from './trace/bailian.ts';
import { burstgpt } from './trace/burstgpt.ts';
import { loadcellTrace } from './trace/loadcell-trace.ts';
import { mooncake } from './trace/mooncake.ts';
import { timedTrace } from './trace/timed-trace.ts';
import { weka } from './trace/weka.ts';

/** Every format, in the order in which messages list them. A new format is one file and one line here. */
export const DATASET_FORMATS: readonly DatasetFormat[] = Object.freeze([
  loadcellTrace,
  mooncake,
  bailian,
  weka,
  burstgpt,
  azure,
  timedTrace,
  shareGpt,
]);
