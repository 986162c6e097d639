import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { noRequestReason } from '../measure/reasons.ts';
import { countOf, isSuccessful, isAttempted } from '../measure/service-requests.ts';
import { hitsOf, SHARE_OF_REQUESTS } from '../measure/share-of-requests.ts';

/** Share of requests that failed. */
export const errorRate: MetricDefinition = {
  name: 'errorRate',
  label: 'error rate',
  aliases: [],
  ...SHARE_OF_REQUESTS,
  better: 'lower',
  description: 'Share of attempted requests that failed, timed out or were dropped.',
  formula:
    '(error + timeout + dropped) / attempted; requests that the client canceled are not attempted',
  read: (phase) => {
    const attempted = countOf(phase.requests, isAttempted);
    const failed = attempted - countOf(phase.requests, isSuccessful);
    return readingOfOne(failed / attempted, noRequestReason(phase), {
      ...noteOf(failed === 0 ? undefined : `${failed} of ${attempted} requests`),
      hits: () => hitsOf(phase.requests.filter(isAttempted), (row) => !isSuccessful(row)),
    });
  },
};
