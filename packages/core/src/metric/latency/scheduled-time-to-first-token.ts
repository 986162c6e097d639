import { failureRemark } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason, responseTimesMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Time to the first token as a user feels it. */
export const scheduledTimeToFirstToken: MetricDefinition = {
  name: 'scheduledTimeToFirstToken',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'From the moment a request was due to its first token, as a user feels it.',
  formula: 'firstToken - intended; a failed, timed-out or dropped request is infinitely slow',
  read: (phase) =>
    readingOf(responseTimesMs(phase.requests, 'firstTokenNs'), noServiceReason(phase), {
      ...noteOf(failureRemark(phase.requests)),
      ...unfitStreamTimes(phase),
    }),
};
