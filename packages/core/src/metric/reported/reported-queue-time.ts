import type { MetricDefinition } from '../metric.ts';
import { readReported, REPORTED } from './read-reported.ts';

/** Queueing by the clock of the server. */
export const reportedQueueTime: MetricDefinition = {
  ...REPORTED,
  name: 'reportedQueueTime',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'Waiting in the server, as it reports in each response.',
  formula: 'serverQueue of successful requests: x-queue-time of TGI',
  read: (phase) => readReported(phase, ({ serverQueueNs }) => serverQueueNs / 1e6),
};
