import { entry, SECONDS, type ServerMap } from '../server-map.ts';

/** Text Embeddings Inference. */
export const TEI: ServerMap = {
  server: 'tei',
  isSign: (base) => base.startsWith('te_'),
  labels: [],
  engineLabels: [],
  entries: [
    entry('requestsWaiting', 'te_queue_size', 'S21'),
    entry('promptTokens', 'te_request_input_length', 'S21', { part: 'sum' }),
    entry('promptTokensPerRequest', 'te_request_input_length', 'S21'),
    entry('queueTime', 'te_embed_queue_duration', 'S21', SECONDS),
    entry('inferenceTime', 'te_embed_inference_duration', 'S21', SECONDS),
    entry('endToEndLatency', 'te_request_duration', 'S21', SECONDS),
    entry('validationTime', 'te_embed_tokenization_duration', 'S21', SECONDS),
    entry('batchSize', 'te_batch_next_size', 'S21'),
    entry('batchTokens', 'te_batch_next_tokens', 'S21'),
    entry('requestsReceived', 'te_request_count', 'S21', { splitBy: ['method'] }),
    entry('requestsSucceeded', 'te_request_success', 'S21', { splitBy: ['method'] }),
    entry('requestsFailed', 'te_request_failure', 'S21', { splitBy: ['err'] }),
  ],
};
