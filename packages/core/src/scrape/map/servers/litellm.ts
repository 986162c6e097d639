import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/**
 * The LiteLLM proxy. Its labels include hashed keys, mail addresses and teams: only the labels named here are kept.
 */
export const LITELLM: ServerMap = {
  server: 'litellm',
  isSign: (base) => base.startsWith('litellm_'),
  labels: ['requested_model', 'model'],
  engineLabels: [],
  entries: [
    entry('requestsReceived', 'litellm_proxy_total_requests_metric_total', 'S26', {
      splitBy: ['route', 'status_code'],
    }),
    entry('requestsFailed', 'litellm_proxy_failed_requests_metric_total', 'S26', {
      splitBy: ['exception_status'],
    }),
    entry('httpRequestsActive', 'litellm_in_flight_requests', 'S26'),
    entry('promptTokens', 'litellm_input_tokens_metric_total', 'S26'),
    entry('prefixCacheHitTokens', 'litellm_input_cached_tokens_metric_total', 'S26'),
    entry('generatedTokens', 'litellm_output_tokens_metric_total', 'S26'),
    entry('queueTime', 'litellm_request_queue_time_seconds', 'S26', SECONDS),
    // For streams only.
    entry('timeToFirstToken', 'litellm_llm_api_time_to_first_token_metric', 'S26', SECONDS),
    entry('upstreamLatency', 'litellm_llm_api_latency_metric', 'S26', SECONDS),
    entry('endToEndLatency', 'litellm_request_total_latency_metric', 'S26', SECONDS),
    // In seconds, although its help text says milliseconds.
    entry('proxyOverheadTime', 'litellm_overhead_latency_metric', 'S26', SECONDS),
    entry('deploymentState', 'litellm_deployment_state', 'S26', {
      splitBy: ['litellm_model_name', 'model_id'],
    }),
    entry('upstreamResponsesSucceeded', 'litellm_deployment_success_responses_total', 'S26', {
      splitBy: ['litellm_model_name', 'model_id'],
    }),
    entry('upstreamResponsesFailed', 'litellm_deployment_failure_responses_total', 'S26', {
      splitBy: ['litellm_model_name', 'model_id', 'exception_status'],
    }),
  ],
};
