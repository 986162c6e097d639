import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/** Text Generation Inference. Durations are recorded at the end of a request, and only if it succeeds. */
export const TGI: ServerMap = {
  server: 'tgi',
  isSign: (base) => base.startsWith('tgi_'),
  labels: [],
  engineLabels: [],
  entries: [
    entry('requestsRunning', 'tgi_batch_current_size', 'S20'),
    entry('requestsWaiting', 'tgi_queue_size', 'S20'),
    entry('batchTokenLimit', 'tgi_batch_current_max_tokens', 'S20'),
    // A summary whose quantiles cover a rolling minute: only its sum is meaningful over a window.
    entry('prefixCacheHitTokens', 'tgi_request_skipped_tokens', 'S20', { part: 'sum' }),
    entry('promptTokens', 'tgi_request_input_length', 'S20', { part: 'sum' }),
    entry('promptTokensPerRequest', 'tgi_request_input_length', 'S20'),
    entry('generatedTokens', 'tgi_request_generated_tokens', 'S20', { part: 'sum' }),
    entry('generatedTokensPerRequest', 'tgi_request_generated_tokens', 'S20'),
    entry('queueTime', 'tgi_request_queue_duration', 'S20', SECONDS),
    entry('batchTime', 'tgi_batch_inference_duration', 'S20', { ...SECONDS, splitBy: ['method'] }),
    entry('timePerTokenWithPrefill', 'tgi_request_mean_time_per_token_duration', 'S20', SECONDS),
    entry('endToEndLatency', 'tgi_request_duration', 'S20', SECONDS),
    entry('validationTime', 'tgi_request_validation_duration', 'S20', SECONDS),
    entry('batchSize', 'tgi_batch_next_size', 'S20'),
    entry('requestsReceived', 'tgi_request_count', 'S20'),
    entry('requestsSucceeded', 'tgi_request_success', 'S20'),
    entry('requestsFailed', 'tgi_request_failure', 'S20', { splitBy: ['err'] }),
  ],
};
