import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { noRequestReason } from '../measure/reasons.ts';
import { countOf, isSuccessful, isAttempted } from '../measure/service-requests.ts';

/** Share of requests that failed. */
export const errorRate: MetricDefinition = {
  name: 'errorRate',
  label: 'error rate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Share of attempted requests that failed, timed out or were dropped.',
  formula:
    '(error + timeout + dropped) / attempted; requests that the client cancelled are not attempted',
  read: (phase) => {
    const attempted = countOf(phase.requests, isAttempted);
    const failed = attempted - countOf(phase.requests, isSuccessful);
    return readingOfOne(failed / attempted, noRequestReason(phase), {
      ...noteOf(failed === 0 ? undefined : `${failed} of ${attempted} requests`),
      hits: () =>
        Uint8Array.from(phase.requests.filter(isAttempted), (row) => (isSuccessful(row) ? 0 : 1)),
    });
  },
};
