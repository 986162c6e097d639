import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import {
  countOf,
  isSuccessful,
  isAttempted,
  noRequestReason,
} from '../measure/service-requests.ts';

/** Share of requests that were not answered. */
export const errorRate: MetricDefinition = {
  name: 'errorRate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Share of the requests attempted that failed, timed out or were dropped.',
  formula:
    '(error + timeout + dropped) / attempted; a request that the client cancelled is not attempted',
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
