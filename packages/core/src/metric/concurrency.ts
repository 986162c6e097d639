import { overlapWithin } from '../stats/overlap.ts';
import type { MetricDefinition } from './metric.ts';
import { unmeasured } from './reading.ts';
import { serviceRequests } from './service-requests.ts';
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
    // A request without an end was still under way when the phase ended.
    const underWay = serviceRequests(phase)
      .filter((row) => !Number.isNaN(row.sentNs))
      .map((row) => ({
        beganNs: row.sentNs,
        endedNs: Number.isNaN(row.endNs) ? phase.endedNs : row.endNs,
      }));
    const steps = windows.map((window) => overlapWithin(underWay, window));
    return {
      kind: 'values',
      values: Float64Array.from(steps.flatMap(({ levels }) => [...levels])),
      weights: Float64Array.from(steps.flatMap(({ durationsNs }) => [...durationsNs])),
    };
  },
};
