import { isGood } from '../../stream/rows/request-slos.ts';
import type { MetricDefinition } from '../metric.ts';
import { NO_SLOS, slosOf } from './slos.ts';
import { unmeasured } from '../measure/reading.ts';
import { readThroughput } from '../throughput/throughput.ts';
import { unfitForSlos } from '../measure/unfit-times.ts';
import { isWithin } from '../measure/windows.ts';
import { REQUESTS_UNCOUNTED } from '../measure/reasons.ts';

/** Requests per second that met every SLO. */
export const goodput: MetricDefinition = {
  name: 'goodput',
  label: 'goodput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Requests that ended in the measurement window and met every SLO, per second.',
  formula:
    'successful requests of the stage that met every SLO and ended in the window / window; an SLO on ITL bounds the longest ITL of each request',
  read: (phase) => {
    const slos = slosOf(phase);
    if (slos === undefined) return unmeasured(NO_SLOS);
    const reading = readThroughput(phase, {
      givenWithin: (row, window) => (isWithin(window, row.endNs) && isGood(row, slos) ? 1 : 0),
      reasonWhenUnknown: REQUESTS_UNCOUNTED,
    });
    return reading.kind === 'values' ? { ...reading, ...unfitForSlos(phase, slos) } : reading;
  },
};
