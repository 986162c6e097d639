import type { MetricDefinition } from '../metric.ts';
import { rateOf, readReported, REPORTED } from './read-reported.ts';

/** Pace of decoding by the clock of the server. */
export const reportedDecodeRate: MetricDefinition = {
  ...REPORTED,
  name: 'reportedDecodeRate',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Tokens that the server generates per second, by request, as it reports.',
  formula:
    'serverDecodeTokens / serverDecode of successful requests: predicted_per_second of llama.cpp, eval_count / eval_duration of Ollama',
  read: (phase) => readReported(phase, (row) => rateOf(row.serverDecodeTokens, row.serverDecodeNs)),
};
