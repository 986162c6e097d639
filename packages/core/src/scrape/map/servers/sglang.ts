import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/** Bytes in the unit that SGLang calls GB. */
const GIBIBYTES = { scale: 1_073_741_824 } as const;
const HIT_MODES = ['device_hit', 'host_hit', 'storage_hit'] as const;

/**
 * SGLang. Never read: `cache_hit_rate`, the last prefill batch, which a decode report overwrites with 0; `fwd_occupancy`,
 * NaN when idle; `routing_key_*`, whose buckets are not cumulative.
 */
export const SGLANG: ServerMap = {
  server: 'sglang',
  isSign: (base) => base.startsWith('sglang:'),
  labels: ['model_name', 'engine_type', 'dp_rank'],
  engineLabels: ['engine_type', 'dp_rank'],
  // Every scheduler of a data-parallel rank can publish the values of that rank.
  repeatingRanks: ['pp_rank', 'tp_rank', 'moe_ep_rank'],
  // Priority scheduling reports each level besides the total, whose level is empty.
  only: { priority: [''] },
  entries: [
    entry('requestsRunning', 'sglang:num_running_reqs', 'S10'),
    entry('requestsWaiting', 'sglang:num_queue_reqs', 'S10'),
    entry('requestsPaused', 'sglang:num_retracted_reqs', 'S10'),
    entry('kvCacheUsage', 'sglang:token_usage', 'S10'),
    entry('fullAttentionCacheUsage', 'sglang:full_token_usage', 'S10'),
    entry('kvCacheCapacityTokens', 'sglang:max_total_num_tokens', 'S10'),
    entry('kvCacheBlocksTotal', 'sglang:num_pages', 'S10'),
    entry('kvCacheTokensPerBlock', 'sglang:page_size', 'S10'),
    entry('contextLength', 'sglang:context_len', 'S10'),
    entry('prefixCacheQueryTokens', 'sglang:prefill_effective_tokens_total', 'S10', {
      only: { mode: ['input', ...HIT_MODES] },
    }),
    entry('prefixCacheHitTokens', 'sglang:prefill_effective_tokens_total', 'S10', {
      only: { mode: HIT_MODES },
    }),
    entry('prefixCacheHitTokensBySource', 'sglang:cached_tokens_total', 'S10', {
      splitBy: ['cache_source'],
    }),
    entry('preemptions', 'sglang:num_retracted_requests_total', 'S10'),
    entry('promptTokens', 'sglang:prompt_tokens_total', 'S10'),
    entry('livePromptTokens', 'sglang:realtime_tokens_total', 'S10', {
      only: { mode: ['prefill_compute', 'prefill_cache'] },
    }),
    entry('generatedTokens', 'sglang:generation_tokens_total', 'S10'),
    entry('liveGeneratedTokens', 'sglang:realtime_tokens_total', 'S10', {
      only: { mode: ['decode'] },
    }),
    entry('queueTime', 'sglang:queue_time_seconds', 'S10', SECONDS),
    entry('stageTime', 'sglang:per_stage_req_latency_seconds', 'S10', {
      ...SECONDS,
      splitBy: ['stage'],
    }),
    entry('timeToFirstToken', 'sglang:time_to_first_token_seconds', 'S10', SECONDS),
    entry('interTokenLatency', 'sglang:inter_token_latency_seconds', 'S10', SECONDS),
    entry('timePerOutputToken', 'sglang:time_per_output_token_seconds', 'S10, older', SECONDS),
    entry('endToEndLatency', 'sglang:e2e_request_latency_seconds', 'S10', SECONDS),
    entry('busyForwardTime', 'sglang:forward_execution_seconds_total', 'S10', {
      ...SECONDS,
      splitBy: ['category'],
    }),
    entry('specDecodeAcceptedLength', 'sglang:spec_accept_length', 'S10'),
    entry('specDecodeAcceptanceRate', 'sglang:spec_accept_rate', 'S10'),
    entry('specDecodeVerifications', 'sglang:spec_verify_calls_total', 'S10'),
    entry('requestsFinished', 'sglang:num_requests_total', 'S10'),
    entry('requestsAborted', 'sglang:num_aborted_requests_total', 'S10'),
    entry('httpRequests', 'sglang:http_requests_total', 'S10', {
      splitBy: ['endpoint', 'method'],
    }),
    entry('httpResponses', 'sglang:http_responses_total', 'S10', {
      splitBy: ['endpoint', 'method', 'status_code'],
    }),
    entry('httpRequestsActive', 'sglang:http_requests_active', 'S10'),
    entry('loraSlotsUsed', 'sglang:lora_pool_slots_used', 'S10'),
    entry('loraSlotsTotal', 'sglang:lora_pool_slots_total', 'S10'),
    entry('loraPoolUsage', 'sglang:lora_pool_utilization', 'S10'),
    entry('startupTime', 'sglang:startup_time_seconds', 'S10', {
      ...SECONDS,
      splitBy: ['phase'],
    }),
    entry('weightMemory', 'sglang:weight_memory_usage_gb', 'S10', GIBIBYTES),
    entry('kvCacheMemory', 'sglang:kv_cache_memory_usage_gb', 'S10', GIBIBYTES),
  ],
};
