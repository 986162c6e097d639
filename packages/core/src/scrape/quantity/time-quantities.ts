import { counter, gauge, histogram } from './quantity.ts';

/**
 * Times and steps. A histogram has one value per request, token or batch. A name that begins with `busy` or `total` is a
 * counter: the time of a part of the server, or of all requests together, which cannot be split exactly by requests.
 */
export const TIME_QUANTITIES = {
  queueTime: histogram('milliseconds', 'time of a request in the queue'),
  prefillTime: histogram('milliseconds', 'time from first scheduled to first token of a request'),
  decodeTime: histogram('milliseconds', 'time from first to last token of a request'),
  inferenceTime: histogram('milliseconds', 'time from first scheduled to last token of a request'),
  stageTime: histogram('milliseconds', 'time of a request in a stage of the server'),
  timeToFirstToken: histogram('milliseconds', 'time from arrival to first token of a request'),
  interTokenLatency: histogram('milliseconds', 'time between two outputs of a request'),
  timePerOutputToken: histogram(
    'milliseconds',
    'mean time per token of a request, prefill excluded',
  ),
  timePerTokenWithPrefill: histogram(
    'milliseconds',
    'mean time per token of a request, prefill included',
  ),
  endToEndLatency: histogram('milliseconds', 'time from arrival to end of a request'),
  validationTime: histogram('milliseconds', 'time to check and tokenize a request'),
  upstreamLatency: histogram('milliseconds', 'time of a request in the server behind the proxy'),
  proxyOverheadTime: histogram('milliseconds', 'time of a request in the proxy itself'),

  batchTime: histogram('milliseconds', 'time of a batch, by kind'),
  batchSize: histogram('requests', 'requests of a batch'),
  batchTokens: histogram('tokens', 'tokens of a batch'),
  batchTokenLimit: gauge('tokens', 'sum', 'maximum tokens of the running batch'),
  iterationTokens: histogram('tokens', 'tokens of an engine step, prompt and output'),
  decodeSteps: counter('count', 'decode steps of the engine'),
  inferences: counter('count', 'inferences, each item of a batch counted'),
  executions: counter('count', 'executed batches'),
  lastStepTime: gauge('milliseconds', 'each', 'duration of the last engine step'),
  lastStepRequests: gauge('requests', 'sum', 'requests of the last engine step'),
  lastStepPromptTokens: gauge('tokens', 'sum', 'prompt tokens of the last engine step'),
  lastStepTokensPerRequest: gauge('tokens', 'each', 'tokens per request of the last engine step'),

  busyPromptTime: counter('milliseconds', 'time in which the engine processed prompts'),
  busyDecodeTime: counter('milliseconds', 'time in which the engine generated tokens'),
  busyForwardTime: counter('milliseconds', 'time in which the engine ran forward passes, by kind'),
  totalQueueTime: counter('milliseconds', 'queue time of all requests together'),
  totalComputeInputTime: counter('milliseconds', 'time to prepare inputs of all requests together'),
  totalComputeTime: counter('milliseconds', 'compute time of all requests together'),
  totalComputeOutputTime: counter('milliseconds', 'time to fetch outputs of all requests together'),
  totalRequestTime: counter('milliseconds', 'end-to-end time of all requests together'),
};
