import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isSuccessful, timesMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Time from the send to the first token. */
export const timeToFirstToken: MetricDefinition = {
  name: 'timeToFirstToken',
  label: 'TTFT',
  aliases: ['ttft'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'From the send of a request to its first token.',
  formula: 'firstToken - sent of successful requests; failed ones count as infinite in criteria',
  read: ofOneApi((phase) =>
    readingOf(
      timesMs(phase.requests, isSuccessful, 'sentNs', 'firstTokenNs'),
      noServiceReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitStreamTimes(phase) },
    ),
  ),
};
