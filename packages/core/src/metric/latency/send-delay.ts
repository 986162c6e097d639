import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf, unmeasured } from '../measure/reading.ts';
import { isAttempted, timesMs } from '../measure/service-requests.ts';

const NOT_SENT = 'no measured request was sent';

/** Whether requests have moments of their own: one of a closed loop is sent whenever the one before it is over. */
function isScheduled({ stages }: PhaseStreams): boolean {
  return stages.every(({ load }) => load.kind !== 'closed');
}

/** How late the client itself was. */
export const sendDelay: MetricDefinition = {
  name: 'sendDelay',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'How much later than scheduled the client sent its requests.',
  formula:
    'sent - scheduled start of measured requests that were sent; those of a closed loop have none',
  read: (phase) =>
    isScheduled(phase)
      ? readingOf(timesMs(phase.requests, isAttempted, 'scheduledNs', 'sentNs'), NOT_SENT)
      : unmeasured('requests of a closed loop have no scheduled start'),
};
