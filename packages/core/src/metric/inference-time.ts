import { leftOutOf } from './failure-remark.ts';
import type { MetricDefinition } from './metric.ts';
import { readingOf } from './reading.ts';
import { isAnswered, noServiceReason, timesMs } from './service-requests.ts';
import { unfitTimes } from './unfit-times.ts';

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
      timesMs(phase.requests, isAnswered, 'sentNs', 'lastTokenNs'),
      noServiceReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitTimes(phase) },
    ),
};
