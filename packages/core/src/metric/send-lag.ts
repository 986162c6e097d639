import type { RequestRow } from '../stream/request-row.ts';
import type { MetricDefinition } from './metric.ts';
import { readingOf } from './reading.ts';
import { isAttempted, timesMs } from './service-requests.ts';

/** Whether a request had a moment of its own: one of a closed loop is due whenever the one before it is over. */
function isScheduled(row: RequestRow): boolean {
  return isAttempted(row) && row.purpose !== 'closed-loop';
}

/** How late the client itself was. */
export const sendLag: MetricDefinition = {
  name: 'sendLag',
  aliases: [],
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'How much later than intended the client sent its requests.',
  formula:
    'sent - intended of requests that were sent; those of a closed loop have no moment to be late for',
  read: (phase) =>
    readingOf(
      timesMs(phase.requests, isScheduled, 'intendedNs', 'sentNs'),
      'no sequential or open-loop request was sent in this phase',
    ),
};
