import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Loading by the clock of the server. */
export const reportedLoadTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedLoadTime',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Loading the model before a response, as the server reports in it.',
  formula: 'serverLoad of successful requests: load_duration of Ollama',
  read: (phase) => readReported(phase, ({ serverLoadNs }) => serverLoadNs / 1e6),
};
