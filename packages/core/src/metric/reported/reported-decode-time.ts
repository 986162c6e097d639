import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Decode time by the server's clock. */
export const reportedDecodeTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedDecodeTime',
  label: 'reported decode time',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time to generate after prefill, as the server reports in each response.',
  formula:
    'serverDecode of successful requests: predicted_ms of llama.cpp, eval_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverDecodeNs }) => serverDecodeNs / 1e6),
};
