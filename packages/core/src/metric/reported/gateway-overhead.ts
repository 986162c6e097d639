import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Time spent in a gateway. */
export const gatewayOverhead: MetricDefinition = {
  ...REPORTED,
  name: 'gatewayOverhead',
  label: 'gateway overhead',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time that a gateway adds to each request, as reported in the response.',
  formula: 'gatewayOverhead of successful requests: x-litellm-overhead-duration-ms of LiteLLM',
  read: (phase) => readReported(phase, ({ gatewayOverheadNs }) => gatewayOverheadNs / 1e6),
};
