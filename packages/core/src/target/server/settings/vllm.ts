import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/**
 * vLLM. The configuration is reported only with VLLM_SERVER_DEV_MODE=1, and the load only with
 * --enable-server-load-tracking.
 * Source: vllm/entrypoints/serve/instrumentator/basic.py and dev/server_info/api_router.py, 0.32.
 */
export const vllm: readonly SettingsSource[] = [
  { paths: ['/version'], version: 'version' },
  MODEL_LIST,
  // The instance name is new at each start; a restart already shows in the start time of the process.
  { paths: ['/server_info?config_format=json'], ignored: /\binstance_id$/ },
  { paths: ['/load'], state: /./ },
  { paths: ['/is_sleeping'], state: /./ },
  { paths: ['/metrics'], series: /^cache_config_info$/ },
];
