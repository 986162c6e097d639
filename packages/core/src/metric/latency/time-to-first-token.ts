import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { isSuccessful, noServiceReason, timesMs } from '../measure/service-requests.ts';
import { unfitStreamTimes } from '../measure/unfit-times.ts';

/** Service time to the first token. */
export const timeToFirstToken: MetricDefinition = {
  name: 'timeToFirstToken',
  aliases: ['ttft'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description: 'From sending a request to its first token.',
  formula:
    'firstToken - sent of answered requests; a failed one counts as infinitely slow in criteria',
  read: (phase) =>
    readingOf(
      timesMs(phase.requests, isSuccessful, 'sentNs', 'firstTokenNs'),
      noServiceReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitStreamTimes(phase) },
    ),
};
