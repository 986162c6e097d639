import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/**
 * llama.cpp server and its forks. Never read: `prompt_tokens_seconds` and `predicted_tokens_seconds`, means since the last
 * scrape by any client; `n_busy_slots_per_decode`, a mean since the start; `n_tokens_max`, a maximum.
 */
export const LLAMA_CPP: ServerMap = {
  server: 'llama-cpp',
  isSign: (base) => base.startsWith('llamacpp:'),
  labels: [],
  engineLabels: [],
  significantDigits: 6,
  entries: [
    entry('requestsRunning', 'llamacpp:requests_processing', 'R S25'),
    entry('requestsWaiting', 'llamacpp:requests_deferred', 'R S25'),
    entry('kvCacheUsage', 'llamacpp:kv_cache_usage_ratio', 'R S25, removed upstream in 2025'),
    entry('kvCacheTokens', 'llamacpp:kv_cache_tokens', 'R S25, removed upstream in 2025'),
    entry(
      'promptTokens',
      ['llamacpp:prompt_tokens_total', 'llamacpp:prompt_tokens_cached_total'],
      'R S25',
    ),
    entry('computedPromptTokens', 'llamacpp:prompt_tokens_total', 'R S25'),
    entry(
      'prefixCacheQueryTokens',
      ['llamacpp:prompt_tokens_total', 'llamacpp:prompt_tokens_cached_total'],
      'R S25, from 2026-08 on',
    ),
    entry('prefixCacheHitTokens', 'llamacpp:prompt_tokens_cached_total', 'R S25, from 2026-08 on'),
    entry('generatedTokens', 'llamacpp:tokens_predicted_total', 'R S25'),
    entry('busyPromptTime', 'llamacpp:prompt_seconds_total', 'R S25', SECONDS),
    entry('busyDecodeTime', 'llamacpp:tokens_predicted_seconds_total', 'R S25', SECONDS),
    entry('decodeSteps', 'llamacpp:n_decode_total', 'R S25'),
    entry('specDecodeDrafts', 'llamacpp:spec_decode_num_drafts_total', 'R S25'),
    entry('specDecodeDraftTokens', 'llamacpp:spec_decode_num_draft_tokens_total', 'R S25'),
    entry('specDecodeAcceptedTokens', 'llamacpp:spec_decode_num_accepted_tokens_total', 'R S25'),
    entry(
      'specDecodeAcceptedTokensByPosition',
      'llamacpp:spec_decode_num_accepted_tokens_per_pos_total',
      'S25',
      { splitBy: ['position'] },
    ),
  ],
};
