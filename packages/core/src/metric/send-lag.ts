import type { MetricDefinition } from './metric.ts';
import { readingOf } from './reading.ts';
import { isAttempted, timesMs } from './service-requests.ts';

/** How late the client itself was. */
export const sendLag: MetricDefinition = {
  name: 'sendLag',
  aliases: [],
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'How much later than intended the client sent its requests.',
  formula: 'sent - intended of requests that were sent',
  read: (phase) =>
    readingOf(
      timesMs(phase.requests, isAttempted, 'intendedNs', 'sentNs'),
      'no sequential, closed-loop or open-loop request was sent in this phase',
    ),
};
