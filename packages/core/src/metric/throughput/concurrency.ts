import { concatenate } from '../../stats/concatenate.ts';
import { overlapWithin } from '../../stats/overlap.ts';
import type { MetricDefinition } from '../metric.ts';
import { inFlightIntervals } from '../measure/in-flight.ts';
import { unmeasured } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { stageWindows } from '../measure/windows.ts';

/** Requests in flight. */
export const concurrency: MetricDefinition = {
  name: 'concurrency',
  label: 'concurrency',
  aliases: [],
  of: 'stage',
  unit: 'requests',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Requests in flight during the measurement window.',
  formula:
    'number of requests between their send and their end, weighted by time within the window',
  read: (phase) => {
    const windows = stageWindows(phase);
    if (windows.length === 0) return unmeasured(noServiceReason(phase));
    const { beganNs, endedNs } = inFlightIntervals(phase);
    const steps = windows.map((window) => overlapWithin(beganNs, endedNs, window));
    return {
      kind: 'values',
      values: concatenate(steps.map(({ levels }) => levels)),
      weights: concatenate(steps.map(({ durationsNs }) => durationsNs)),
    };
  },
};
