import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** The own time of a gateway. */
export const gatewayOverhead: MetricDefinition = {
  ...REPORTED,
  name: 'gatewayOverhead',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'What a gateway adds to each request, as it reports in the response.',
  formula: 'gatewayOverhead of successful requests: x-litellm-overhead-duration-ms of LiteLLM',
  read: (phase) => readReported(phase, ({ gatewayOverheadNs }) => gatewayOverheadNs / 1e6),
};
