import { failureRemark } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { responseTimesMs } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** End-to-end latency as a user sees it. */
export const responseLatency: MetricDefinition = {
  name: 'responseLatency',
  label: 'end-to-end latency',
  aliases: ['responseTime', 'e2el'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description:
    'End-to-end latency: from the scheduled start of a request to the end of its response; send delay counts.',
  formula: 'end - scheduled start; failed, timed-out and dropped requests are infinite',
  read: ofOneApi((phase) =>
    readingOf(responseTimesMs(phase.requests, 'endNs'), noServiceReason(phase), {
      ...noteOf(failureRemark(phase.requests)),
      ...unfitTimes(phase),
    }),
  ),
};
