import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { isSuccessful, noServiceReason, timesMs } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** Service time of a request. */
export const inferenceTime: MetricDefinition = {
  name: 'inferenceTime',
  aliases: ['serviceTime'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Service time: from sending a request to its last token.',
  formula:
    'lastToken - sent of answered requests; a failed one counts as infinitely slow in criteria',
  read: (phase) =>
    readingOf(
      timesMs(phase.requests, isSuccessful, 'sentNs', 'lastTokenNs'),
      noServiceReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitTimes(phase) },
    ),
};
