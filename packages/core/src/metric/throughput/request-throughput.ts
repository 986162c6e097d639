import type { MetricDefinition } from '../metric.ts';
import { readThroughput } from './throughput.ts';
import { isWithin } from '../measure/windows.ts';
import { REQUESTS_UNCOUNTED } from '../measure/reasons.ts';

/** Successful requests per second. */
export const requestThroughput: MetricDefinition = {
  name: 'requestThroughput',
  label: 'request throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Successful requests that ended in the measurement window, per second.',
  formula: 'successful requests of the stage, warm-up included, that ended in the window / window',
  read: (phase) =>
    readThroughput(phase, {
      givenWithin: (row, window) => (isWithin(window, row.endNs) ? 1 : 0),
      reasonWhenUnknown: REQUESTS_UNCOUNTED,
    }),
};
