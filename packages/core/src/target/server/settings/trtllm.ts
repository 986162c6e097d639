import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/** trtllm-serve. Each read of its JSON `/metrics` empties it, so it is never read. Source: tensorrt_llm/metrics/collector.py. */
export const trtllm: readonly SettingsSource[] = [
  { paths: ['/version'], version: 'version' },
  MODEL_LIST,
  { paths: ['/prometheus/metrics'], series: /_config_info$/ },
];
