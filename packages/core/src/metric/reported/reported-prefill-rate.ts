import type { MetricDefinition } from '../metric.ts';
import { rateOf, readReported, REPORTED } from './read-reported.ts';

/**
 * Prefill rate by the server's clock. Ollama has none: its count covers the whole prompt, also the tokens from its
 * cache.
 */
export const reportedPrefillRate: MetricDefinition = {
  ...REPORTED,
  name: 'reportedPrefillRate',
  label: 'reported prefill rate',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Prompt tokens read per second, by request, as the server reports; excludes tokens from a cache.',
  formula:
    'serverPrefillTokens / serverPrefill of successful requests that report both: prompt_per_second of llama.cpp',
  read: (phase) =>
    readReported(phase, (row) => rateOf(row.serverPrefillTokens, row.serverPrefillNs)),
};
