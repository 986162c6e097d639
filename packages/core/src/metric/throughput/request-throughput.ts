import type { MetricDefinition } from '../metric.ts';
import { readThroughput } from './throughput.ts';
import { isWithin } from '../measure/windows.ts';

/** Requests that the host answers per second. */
export const requestThroughput: MetricDefinition = {
  name: 'requestThroughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Successful requests that ended in the measurement window, per second.',
  formula:
    'successful requests of the stage, warm-up included, with their end in the window / window',
  read: (phase) =>
    readThroughput(phase, {
      givenWithin: (row, window) => (isWithin(window, row.endNs) ? 1 : 0),
      reasonWhenUnknown: 'the requests could not be counted',
    }),
};
