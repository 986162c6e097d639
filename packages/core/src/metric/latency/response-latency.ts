import { failureRemark } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason, responseTimesMs } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** Response time as a user feels it. */
export const responseLatency: MetricDefinition = {
  name: 'responseLatency',
  aliases: ['responseTime', 'e2el'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description:
    "From the moment a request was due to its end; waiting in the client's queue counts.",
  formula: 'end - intended; a failed, timed-out or dropped request is infinitely slow',
  read: (phase) =>
    readingOf(responseTimesMs(phase.requests, 'endNs'), noServiceReason(phase), {
      ...noteOf(failureRemark(phase.requests)),
      ...unfitTimes(phase),
    }),
};
