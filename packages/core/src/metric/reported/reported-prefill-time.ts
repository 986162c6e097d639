import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Prefill time by the server's clock. */
export const reportedPrefillTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedPrefillTime',
  label: 'reported prefill time',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description:
    'Time to read the prompt up to the first token, as the server reports in each response.',
  formula:
    'serverPrefill of successful requests: prompt_ms of llama.cpp, prompt_eval_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverPrefillNs }) => serverPrefillNs / 1e6),
};
