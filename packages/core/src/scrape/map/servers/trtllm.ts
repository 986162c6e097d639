import { entry, SECONDS, type ServerMap } from '../server-map.ts';

const BY_REASON = { splitBy: ['finished_reason', 'finish_reason'] } as const;

/** TensorRT-LLM's `trtllm-serve`; Dynamo writes `trtllm:` for the same families. Its cache is counted in blocks. */
export const TRTLLM: ServerMap = {
  server: 'trtllm',
  isSign: (base) => base.startsWith('trtllm_'),
  normalize: (base) => base.replace(/^trtllm:/, 'trtllm_'),
  labels: ['model_name', 'engine_type'],
  engineLabels: ['engine_type'],
  info: [
    'trtllm_model_config_info',
    'trtllm_parallel_config_info',
    'trtllm_speculative_config_info',
    'trtllm_kv_cache_config_info',
  ],
  entries: [
    entry('requestsRunning', 'trtllm_num_requests_running', 'S23'),
    entry('requestsWaiting', 'trtllm_num_requests_waiting', 'S23'),
    entry('requestsPaused', 'trtllm_num_paused_requests', 'S23'),
    entry('kvCacheUsage', 'trtllm_kv_cache_utilization', 'S23'),
    entry('kvCacheBlocksTotal', 'trtllm_kv_cache_max_blocks', 'S23'),
    entry('kvCacheTokensPerBlock', 'trtllm_kv_cache_tokens_per_block', 'S23'),
    entry(
      'prefixCacheQueryBlocks',
      ['trtllm_kv_cache_reused_blocks_total', 'trtllm_kv_cache_missed_blocks_total'],
      'S23',
    ),
    entry('prefixCacheHitBlocks', 'trtllm_kv_cache_reused_blocks_total', 'S23'),
    entry('prefixCacheHitTokens', 'trtllm_prompt_cached_tokens_total', 'S23'),
    entry('prefixCacheHitTokensBySource', 'trtllm_prompt_cache_hit_tokens_total', 'S23', {
      splitBy: ['cache_level', 'cache_tier'],
    }),
    entry('promptTokens', 'trtllm_prompt_tokens_total', 'S23'),
    entry('generatedTokens', 'trtllm_generation_tokens_total', 'S23'),
    entry('queueTime', 'trtllm_request_queue_time_seconds', 'S23', SECONDS),
    entry('prefillTime', 'trtllm_request_prefill_time_seconds', 'S23', SECONDS),
    entry('decodeTime', 'trtllm_request_decode_time_seconds', 'S23', SECONDS),
    entry('inferenceTime', 'trtllm_request_inference_time_seconds', 'S23', SECONDS),
    entry('timeToFirstToken', 'trtllm_time_to_first_token_seconds', 'S23', SECONDS),
    entry('timePerOutputToken', 'trtllm_time_per_output_token_seconds', 'S23', SECONDS),
    entry('endToEndLatency', 'trtllm_e2e_request_latency_seconds', 'S23', SECONDS),
    entry('lastStepTime', 'trtllm_iteration_latency_seconds', 'S23', SECONDS),
    entry('lastStepRequests', 'trtllm_num_scheduled_requests', 'S23'),
    entry('lastStepPromptTokens', 'trtllm_total_context_tokens', 'S23'),
    entry('lastStepTokensPerRequest', 'trtllm_avg_decoded_tokens_per_iter', 'S23'),
    entry('specDecodeDraftTokens', 'trtllm_spec_decode_num_draft_tokens_total', 'S23'),
    entry('specDecodeAcceptedTokens', 'trtllm_spec_decode_num_accepted_tokens_total', 'S23'),
    entry('specDecodeDraftTokensByPosition', 'trtllm_spec_decode_drafted_tokens_total', 'S23', {
      splitBy: ['token_position'],
    }),
    entry('specDecodeAcceptedTokensByPosition', 'trtllm_spec_decode_accepted_tokens_total', 'S23', {
      splitBy: ['token_position'],
    }),
    entry('specDecodeAcceptedLength', 'trtllm_spec_decode_acceptance_length', 'S23'),
    entry('requestsFinished', 'trtllm_request_success_total', 'S23', BY_REASON),
    entry('requestsFailed', 'trtllm_request_error_total', 'S23', { splitBy: ['http_code'] }),
    entry('requestsCompleted', 'trtllm_num_requests_completed_total', 'S23'),
    entry('deviceMemoryUsed', 'trtllm_gpu_memory_usage_bytes', 'S23'),
  ],
};
