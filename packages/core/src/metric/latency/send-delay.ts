import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf, unmeasured } from '../measure/reading.ts';
import { isAttempted, timesMs } from '../measure/service-requests.ts';

const NOT_SENT = 'no measured request was sent';

/** Whether requests have scheduled starts: those of a closed loop are sent when the one before ends. */
function isScheduled({ stages }: PhaseStreams): boolean {
  return stages.every(({ load }) => load.kind !== 'closed');
}

/** Send delay of the client. */
export const sendDelay: MetricDefinition = {
  name: 'sendDelay',
  label: 'send delay',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p99',
  description: 'Time from the scheduled start of a request until the client sends it.',
  formula:
    'sent - scheduled start of measured requests that were sent; requests of a closed loop have no scheduled start',
  read: (phase) =>
    isScheduled(phase)
      ? readingOf(timesMs(phase.requests, isAttempted, 'scheduledNs', 'sentNs'), NOT_SENT)
      : unmeasured('requests of a closed loop have no scheduled start'),
};
