import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isSuccessful, timesMs } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';

/** Service time of a request. */
export const inferenceTime: MetricDefinition = {
  name: 'inferenceTime',
  label: 'service time',
  aliases: ['serviceTime'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Service time: from the send of a request to its last token.',
  formula: 'lastToken - sent of successful requests; failed ones count as infinite in criteria',
  read: ofOneApi((phase) =>
    readingOf(
      timesMs(phase.requests, isSuccessful, 'sentNs', 'lastTokenNs'),
      noServiceReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitTimes(phase) },
    ),
  ),
};
