import { isEmptyResponse } from '../../stream/rows/empty-response.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { countOf, isSuccessful, noServiceReason } from '../measure/service-requests.ts';

/** Share of responses that ended without any text. */
export const emptyResponses: MetricDefinition = {
  name: 'emptyResponses',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  better: 'lower',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => avg > 0,
  description:
    'Share of the successful requests that the server finished without text; they have no TTFT, TPOT and ITL.',
  formula: 'successful requests without a content event / successful requests',
  read: (phase) => {
    const successful = countOf(phase.requests, isSuccessful);
    const empty = countOf(phase.requests, (row) => isSuccessful(row) && isEmptyResponse(row));
    return readingOfOne(empty / successful, noServiceReason(phase), {
      ...noteOf(
        empty === 0 ? undefined : `${empty} of ${successful} responses, without times of tokens`,
      ),
      hits: () =>
        Uint8Array.from(phase.requests.filter(isSuccessful), (row) =>
          isEmptyResponse(row) ? 1 : 0,
        ),
    });
  },
};
