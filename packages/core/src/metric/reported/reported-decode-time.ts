import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Decoding by the clock of the server. */
export const reportedDecodeTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedDecodeTime',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Generating after the prompt was read, as the server reports in each response.',
  formula:
    'serverDecode of successful requests: predicted_ms of llama.cpp, eval_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverDecodeNs }) => serverDecodeNs / 1e6),
};
