import type { MetricDefinition } from '../metric.ts';
import { rateOf, readReported, REPORTED } from './read-reported.ts';

/** Decode rate by the server's clock. */
export const reportedDecodeRate: MetricDefinition = {
  ...REPORTED,
  name: 'reportedDecodeRate',
  label: 'reported decode rate',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Tokens generated per second, by request, as the server reports.',
  formula:
    'serverDecodeTokens / serverDecode of successful requests: predicted_per_second of llama.cpp, eval_count / eval_duration of Ollama',
  read: (phase) => readReported(phase, (row) => rateOf(row.serverDecodeTokens, row.serverDecodeNs)),
};
