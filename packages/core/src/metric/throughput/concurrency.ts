import { concatenate } from '../../stats/concatenate.ts';
import { overlapWithin } from '../../stats/overlap.ts';
import type { MetricDefinition } from '../metric.ts';
import { unmeasured } from '../measure/reading.ts';
import { noServiceReason } from '../measure/service-requests.ts';
import { stageWindows } from '../measure/windows.ts';

/** Requests in flight. */
export const concurrency: MetricDefinition = {
  name: 'concurrency',
  aliases: [],
  of: 'stage',
  unit: 'requests',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Requests in flight during the measurement window.',
  formula:
    'overlap of sent to end of every request that was sent, weighted by time within the window',
  read: (phase) => {
    const windows = stageWindows(phase);
    if (windows.length === 0) return unmeasured(noServiceReason(phase));
    const rows = phase.requests.filter(
      ({ stage, sentNs }) => stage !== '' && !Number.isNaN(sentNs),
    );
    const beganNs = Float64Array.from(rows, (row) => row.sentNs);
    // A request without an end was still in flight when the phase ended.
    const endedNs = Float64Array.from(rows, (row) =>
      Number.isNaN(row.endNs) ? phase.endedNs : row.endNs,
    );
    const steps = windows.map((window) => overlapWithin(beganNs, endedNs, window));
    return {
      kind: 'values',
      values: concatenate(steps.map(({ levels }) => levels)),
      weights: concatenate(steps.map(({ durationsNs }) => durationsNs)),
    };
  },
};
