import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { readOutputLengths } from '../../stream/rows/output-lengths.ts';
import { formatNumber } from '../format/format-value.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isSuccessful } from '../measure/service-requests.ts';
import { hitsOf, SHARE_OF_REQUESTS } from '../measure/share-of-requests.ts';

/** Why no response could stop early: each demands a structure; undefined where one does not. */
function structuredReason({ requests }: PhaseStreams): string | undefined {
  return requests.some(isSuccessful)
    ? 'every response ends where its JSON schema is complete'
    : undefined;
}

/** Share of responses with fewer output tokens than requested. */
export const earlyStopRate: MetricDefinition = {
  name: 'earlyStopRate',
  label: 'early stops',
  aliases: [],
  ...SHARE_OF_REQUESTS,
  better: 'lower',
  isShownWhen: ({ avg }) => avg > 0,
  description:
    'Share of successful requests that ended before the requested number of output tokens: the load is lighter than intended.',
  formula:
    'successful requests with fewer output tokens than requested / successful requests whose output tokens are known',
  read: (phase) => {
    // A response with a structure ends where it is complete.
    const successful = phase.requests.filter((row) => isSuccessful(row) && row.schemaCheck === '');
    // Several tokens may arrive in one event, so a count of events does not show an early end.
    const counted = successful.filter(({ tokenCountSource }) => tokenCountSource !== 'chunks');
    const { known, short } = readOutputLengths(counted);
    return readingOfOne(
      short / known,
      successful.length === 0
        ? (structuredReason(phase) ?? noServiceReason(phase))
        : 'no response reports its output tokens',
      {
        ...noteOf(
          short === 0
            ? undefined
            : `${formatNumber(short)} of ${formatNumber(known)} responses ended early`,
        ),
        hits: () =>
          hitsOf(
            counted.filter((row) => readOutputLengths([row]).known === 1),
            (row) => readOutputLengths([row]).short === 1,
          ),
      },
    );
  },
};
