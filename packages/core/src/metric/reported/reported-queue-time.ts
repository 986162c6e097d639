import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Queue time by the server's clock. */
export const reportedQueueTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedQueueTime',
  label: 'reported queue time',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Queue time, as the server reports it in each response.',
  formula: 'serverQueue of successful requests: x-queue-time of TGI',
  read: (phase) => readReported(phase, ({ serverQueueNs }) => serverQueueNs / 1e6),
};
