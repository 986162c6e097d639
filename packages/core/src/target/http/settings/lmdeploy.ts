import { MODEL_LIST } from './openai.ts';
import type { SettingsReader } from './settings-source.ts';

/** LMDeploy. Source: lmdeploy/metrics/loggers.py. */
export const lmdeploy: SettingsReader = {
  sources: [MODEL_LIST],
  metrics: { paths: ['/metrics'], series: /_config_info$/ },
};
