import { concatenate } from '../stats/concatenate.ts';
import { overlapWithin } from '../stats/overlap.ts';
import type { MetricDefinition } from './metric.ts';
import { unmeasured } from './reading.ts';
import { isServicePurpose } from './service-requests.ts';
import { SERVICE_WINDOWS, windowsOf } from './windows.ts';

/** Requests under way at once. */
export const concurrency: MetricDefinition = {
  name: 'concurrency',
  aliases: [],
  unit: 'requests',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Requests under way at once during the service windows.',
  formula: 'overlap of sent to end of every request that was sent, weighted by time within windows',
  read: (phase) => {
    const windows = windowsOf(phase, SERVICE_WINDOWS).filter(
      (window) => window.endedNs > window.beganNs,
    );
    if (windows.length === 0) return unmeasured('no service window was opened in this phase');
    const rows = phase.requests.filter(
      (row) => isServicePurpose(row.purpose) && !Number.isNaN(row.sentNs),
    );
    const beganNs = Float64Array.from(rows, (row) => row.sentNs);
    // A request without an end was still under way when the phase ended.
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
