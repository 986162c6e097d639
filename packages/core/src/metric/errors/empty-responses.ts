import { isEmptyResponse } from '../../stream/rows/empty-response.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful } from '../measure/service-requests.ts';
import { hitsOf, SHARE_OF_REQUESTS } from '../measure/share-of-requests.ts';

/** Share of responses that ended without any text. */
export const emptyResponses: MetricDefinition = {
  name: 'emptyResponses',
  label: 'empty responses',
  aliases: [],
  ...SHARE_OF_REQUESTS,
  better: 'lower',
  isShownWhen: ({ avg }) => avg > 0,
  description:
    'Share of successful requests that the server finished without text; they have no TTFT, TPOT or ITL.',
  formula: 'successful requests without a content event / successful requests',
  read: (phase) => {
    const successful = countOf(phase.requests, isSuccessful);
    const empty = countOf(phase.requests, (row) => isSuccessful(row) && isEmptyResponse(row));
    return readingOfOne(empty / successful, noServiceReason(phase), {
      ...noteOf(
        empty === 0
          ? undefined
          : `${empty} of ${successful} responses, which have no token timestamps`,
      ),
      hits: () => hitsOf(phase.requests.filter(isSuccessful), isEmptyResponse),
    });
  },
};
