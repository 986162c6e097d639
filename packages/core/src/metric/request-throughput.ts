import type { MetricDefinition } from './metric.ts';
import { readThroughput } from './throughput.ts';
import { isWithin } from './windows.ts';

/** Requests that the host answers per second. */
export const requestThroughput: MetricDefinition = {
  name: 'requestThroughput',
  aliases: [],
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Requests answered within the service windows, per second.',
  formula: 'answered requests with their end in a window / window time',
  read: (phase) =>
    readThroughput(
      phase,
      (row, window) => (isWithin(window, row.endNs) ? 1 : 0),
      'the requests could not be counted',
    ),
};
