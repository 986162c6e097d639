import { failureRemark } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { responseTimesMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** TTFT as a user sees it, corrected for coordinated omission. */
export const scheduledTimeToFirstToken: MetricDefinition = {
  name: 'scheduledTimeToFirstToken',
  label: 'TTFT from scheduled start',
  aliases: [],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'From the scheduled start of a request to its first token; send delay counts.',
  formula: 'firstToken - scheduled start; failed, timed-out and dropped requests are infinite',
  read: ofOneApi((phase) =>
    readingOf(responseTimesMs(phase.requests, 'firstTokenNs'), noServiceReason(phase), {
      ...noteOf(failureRemark(phase.requests)),
      ...unfitStreamTimes(phase),
    }),
  ),
};
