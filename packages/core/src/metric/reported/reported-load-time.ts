import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Model load time by the server's clock. */
export const reportedLoadTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedLoadTime',
  label: 'reported load time',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Time to load the model before a response, as the server reports in it.',
  formula: 'serverLoad of successful requests: load_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverLoadNs }) => serverLoadNs / 1e6),
};
