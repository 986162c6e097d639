import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Prefill by the clock of the server. */
export const reportedPrefillTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedPrefillTime',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Reading the prompt up to the first token, as the server reports in each response.',
  formula:
    'serverPrefill of successful requests: prompt_ms of llama.cpp, prompt_eval_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverPrefillNs }) => serverPrefillNs / 1e6),
};
