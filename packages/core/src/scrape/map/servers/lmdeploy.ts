import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/** LMDeploy. Never read: `prefix_cache_hit_rate`, a mean of an unknown window. */
export const LMDEPLOY: ServerMap = {
  server: 'lmdeploy',
  isSign: (base) => base.startsWith('lmdeploy:'),
  labels: ['model_name', 'engine'],
  engineLabels: ['engine'],
  info: ['lmdeploy:backend_config_info'],
  entries: [
    entry('requestsRunning', 'lmdeploy:num_requests_running', 'S22'),
    entry('requestsWaiting', 'lmdeploy:num_requests_waiting', 'S22'),
    entry('frontendRequestsWaiting', 'lmdeploy:num_api_requests_waiting', 'S22'),
    entry('frontendRequestsRouted', 'lmdeploy:num_api_requests_routed', 'S22'),
    entry('kvCacheUsage', 'lmdeploy:gpu_cache_usage_perc', 'S22'),
    entry('prefixCacheQueryTokens', 'lmdeploy:prompt_tokens_total', 'S22'),
    entry('prefixCacheHitTokens', 'lmdeploy:cached_tokens_total', 'S22'),
    entry('promptTokens', 'lmdeploy:prompt_tokens_total', 'S22'),
    entry('generatedTokens', 'lmdeploy:generation_tokens_total', 'S22'),
    entry('queueTime', 'lmdeploy:request_queue_time_seconds', 'S22', SECONDS),
    entry('prefillTime', 'lmdeploy:request_prefill_time_seconds', 'S22', SECONDS),
    entry('decodeTime', 'lmdeploy:request_decode_time_seconds', 'S22', SECONDS),
    entry('inferenceTime', 'lmdeploy:request_inference_time_seconds', 'S22', SECONDS),
    entry('timeToFirstToken', 'lmdeploy:time_to_first_token_seconds', 'S22', SECONDS),
    // In seconds, although the name has no unit.
    entry('interTokenLatency', 'lmdeploy:iter_token_latency', 'S22', SECONDS),
    entry('timePerOutputToken', 'lmdeploy:time_per_output_token_seconds', 'S22', SECONDS),
    entry('endToEndLatency', 'lmdeploy:e2e_request_latency_seconds', 'S22', SECONDS),
    entry('iterationTokens', 'lmdeploy:iteration_tokens_total', 'S22'),
    entry('specDecodeDrafts', 'lmdeploy:spec_decode_num_drafts_total', 'S22'),
    entry('specDecodeDraftTokens', 'lmdeploy:spec_decode_num_draft_tokens_total', 'S22'),
    entry('specDecodeAcceptedTokens', 'lmdeploy:spec_decode_num_accepted_tokens_total', 'S22'),
    entry(
      'specDecodeAcceptedTokensByPosition',
      'lmdeploy:spec_decode_num_accepted_tokens_per_pos_total',
      'S22',
      { splitBy: ['position'] },
    ),
    entry('requestsFinished', 'lmdeploy:request_success_total', 'S22', {
      splitBy: ['finished_reason'],
    }),
    // Counters, although they are typed as gauges.
    entry('requestsSucceeded', 'lmdeploy:num_requests_succeeded', 'S22'),
    entry('requestsFailed', 'lmdeploy:num_requests_failed', 'S22'),
  ],
};
