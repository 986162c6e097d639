import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/** LMDeploy. Source: lmdeploy/metrics/loggers.py. */
export const lmdeploy: readonly SettingsSource[] = [
  MODEL_LIST,
  { paths: ['/metrics'], series: /_config_info$/ },
];
