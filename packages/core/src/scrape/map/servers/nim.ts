import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/** Names of NIM 1.x that no other server uses without a prefix. */
const SIGNS: ReadonlySet<string> = new Set([
  'num_request_max',
  'gpu_cache_usage_perc',
  'request_finish',
  'gpu_power_usage_watts',
  'gpu_total_energy_consumption_joules',
]);

/** NVIDIA NIM 1.x, whose families have no prefix. NIM 2.x passes on those of vLLM or SGLang. */
export const NIM: ServerMap = {
  server: 'nim',
  isSign: (base) => SIGNS.has(base),
  labels: ['model_name', 'engine', 'gpu_uuid', 'gpu'],
  engineLabels: ['engine'],
  entries: [
    entry('requestsRunning', 'num_requests_running', 'D28'),
    entry('requestsWaiting', 'num_requests_waiting', 'D28'),
    entry('requestsRunningLimit', 'num_request_max', 'D28'),
    entry('kvCacheUsage', 'gpu_cache_usage_perc', 'D28'),
    entry('promptTokens', 'prompt_tokens_total', 'D28'),
    entry('promptTokensPerRequest', 'request_prompt_tokens', 'D28'),
    entry('generatedTokens', 'generation_tokens_total', 'D28'),
    entry('generatedTokensPerRequest', 'request_generation_tokens', 'D28'),
    entry('timeToFirstToken', 'time_to_first_token_seconds', 'D28', SECONDS),
    // The name is that of older vLLM, where it means the time between two outputs.
    entry('interTokenLatency', 'time_per_output_token_seconds', 'D28', SECONDS),
    entry('endToEndLatency', 'e2e_request_latency_seconds', 'D28', SECONDS),
    entry('requestsFinished', 'request_finish_total', 'D28', { splitBy: ['finished_reason'] }),
    entry('requestsSucceeded', 'request_success_total', 'D28'),
    entry('requestsFailed', 'request_failure_total', 'D28'),
    entry('deviceUtilization', 'gpu_utilization', 'D28'),
    entry('devicePower', 'gpu_power_usage_watts', 'D28'),
    entry('deviceEnergy', 'gpu_total_energy_consumption_joules', 'D28'),
  ],
};
