import { entry, SECONDS, type ServerMap } from '../server-map.ts';

const BY_REASON = { splitBy: ['finished_reason', 'finish_reason'] } as const;
const OLD_CACHE_NAME = {
  note: 'vllm:gpu_prefix_cache_* counts blocks, not tokens, up to about vLLM 0.8',
} as const;

/** vLLM, Python and Rust frontend; old names after new ones. */
export const VLLM: ServerMap = {
  server: 'vllm',
  isSign: (base) => base.startsWith('vllm:'),
  labels: ['engine', 'model_name'],
  engineLabels: ['engine'],
  info: ['vllm:cache_config_info'],
  newestInfo: ['vllm:lora_requests_info'],
  entries: [
    entry('requestsRunning', 'vllm:num_requests_running', 'R S1'),
    entry('requestsWaiting', 'vllm:num_requests_waiting', 'R S1'),
    entry('requestsWaitingByReason', 'vllm:num_requests_waiting_by_reason', 'R S1', {
      splitBy: ['reason'],
    }),
    entry('kvCacheUsage', 'vllm:kv_cache_usage_perc', 'R S1'),
    entry('kvCacheUsage', 'vllm:gpu_cache_usage_perc', 'S1, until 0.12'),
    entry('prefixCacheQueryTokens', 'vllm:prefix_cache_queries_total', 'R S1'),
    entry('prefixCacheQueryTokens', 'vllm:gpu_prefix_cache_queries_total', 'S1, until 0.12', {
      ...OLD_CACHE_NAME,
    }),
    entry('prefixCacheHitTokens', 'vllm:prefix_cache_hits_total', 'R S1'),
    entry('prefixCacheHitTokens', 'vllm:gpu_prefix_cache_hits_total', 'S1, until 0.12', {
      ...OLD_CACHE_NAME,
    }),
    entry('prefixCacheHitTokensBySource', 'vllm:prompt_tokens_cached_by_source_total', 'R S1', {
      splitBy: ['source'],
    }),
    entry('externalPrefixCacheQueryTokens', 'vllm:external_prefix_cache_queries_total', 'R S1'),
    entry('externalPrefixCacheHitTokens', 'vllm:external_prefix_cache_hits_total', 'R S1'),
    entry('preemptions', 'vllm:num_preemptions_total', 'R S1'),
    entry('preemptionsPerRequest', 'vllm:request_num_preemptions', 'R S1'),
    entry('promptTokens', 'vllm:prompt_tokens_total', 'R S1'),
    entry('computedPromptTokens', 'vllm:prompt_tokens_by_source_total', 'R S1', {
      only: { source: ['local_compute'] },
    }),
    entry('generatedTokens', 'vllm:generation_tokens_total', 'R S1'),
    entry('promptTokensPerRequest', 'vllm:request_prompt_tokens', 'R S1'),
    entry('generatedTokensPerRequest', 'vllm:request_generation_tokens', 'R S1'),
    entry('choicesPerRequest', 'vllm:request_params_n', 'R S2'),
    entry('queueTime', 'vllm:request_queue_time_seconds', 'R S1', SECONDS),
    entry('queueTime', 'vllm:time_in_queue_requests', 'S1, until 0.10', SECONDS),
    entry('prefillTime', 'vllm:request_prefill_time_seconds', 'R S1', SECONDS),
    entry('decodeTime', 'vllm:request_decode_time_seconds', 'R S1', SECONDS),
    entry('inferenceTime', 'vllm:request_inference_time_seconds', 'R S1', SECONDS),
    entry('timeToFirstToken', 'vllm:time_to_first_token_seconds', 'R S1', SECONDS),
    entry('interTokenLatency', 'vllm:inter_token_latency_seconds', 'R S1', SECONDS),
    entry('interTokenLatency', 'vllm:time_per_output_token_seconds', 'S1, until 0.13', SECONDS),
    entry('timePerOutputToken', 'vllm:request_time_per_output_token_seconds', 'R S1', SECONDS),
    entry('endToEndLatency', 'vllm:e2e_request_latency_seconds', 'R S1', SECONDS),
    entry('iterationTokens', 'vllm:iteration_tokens_total', 'R S1'),
    entry('specDecodeDrafts', 'vllm:spec_decode_num_drafts_total', 'S6'),
    entry('specDecodeDraftTokens', 'vllm:spec_decode_num_draft_tokens_total', 'S6'),
    entry('specDecodeAcceptedTokens', 'vllm:spec_decode_num_accepted_tokens_total', 'S6'),
    entry(
      'specDecodeAcceptedTokensByPosition',
      'vllm:spec_decode_num_accepted_tokens_per_pos_total',
      'S6',
      { splitBy: ['position'] },
    ),
    entry('requestsFinished', 'vllm:request_success_total', 'R S1', BY_REASON),
    entry('requestsRejected', 'vllm:admission_rejections_total', 'R S1', { splitBy: ['reason'] }),
    entry('sleepState', 'vllm:engine_sleep_state', 'R S1', { splitBy: ['sleep_state'] }),
    entry('estimatedFlops', 'vllm:estimated_flops_per_gpu_total', 'R S1', { isOffAtZero: true }),
    entry('estimatedReadBytes', 'vllm:estimated_read_bytes_per_gpu_total', 'R S1', {
      isOffAtZero: true,
    }),
    entry('estimatedWriteBytes', 'vllm:estimated_write_bytes_per_gpu_total', 'R S1', {
      isOffAtZero: true,
    }),
    entry('httpRequests', 'http_requests_total', 'R S3', {
      splitBy: ['handler', 'method', 'status'],
    }),
    entry('httpRequestDuration', 'http_request_duration_seconds', 'R S3', {
      ...SECONDS,
      splitBy: ['handler', 'method'],
    }),
  ],
};
