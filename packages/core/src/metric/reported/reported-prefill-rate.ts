import type { MetricDefinition } from '../metric.ts';
import { rateOf, readReported, REPORTED } from './read-reported.ts';

/**
 * Pace of prefill by the clock of the server. Ollama reports a time and counts the whole prompt with it, whatever its cache
 * served, so that it has none.
 */
export const reportedPrefillRate: MetricDefinition = {
  ...REPORTED,
  name: 'reportedPrefillRate',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Prompt tokens that the server reads per second, by request, as it reports; those from a cache are left out.',
  formula:
    'serverPrefillTokens / serverPrefill of successful requests that report both: prompt_per_second of llama.cpp',
  read: (phase) =>
    readReported(phase, (row) => rateOf(row.serverPrefillTokens, row.serverPrefillNs)),
};
