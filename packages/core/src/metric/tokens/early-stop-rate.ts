import { readOutputLengths } from '../../stream/rows/output-lengths.ts';
import { formatNumber } from '../format/format-value.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { isSuccessful, noServiceReason } from '../measure/service-requests.ts';

/** Share of responses that ended before they had as many tokens as were requested. */
export const earlyStopRate: MetricDefinition = {
  name: 'earlyStopRate',
  aliases: [],
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  better: 'lower',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => avg > 0,
  description:
    'Share of the successful requests that ended before the requested number of output tokens: the load is lighter than it was meant to be.',
  formula:
    'successful requests with fewer output tokens than requested / successful requests whose output tokens are known',
  read: (phase) => {
    const answered = phase.requests.filter(isSuccessful);
    // Several tokens may come in one event, so that events show no end.
    const counted = answered.filter(({ tokenCountSource }) => tokenCountSource !== 'chunks');
    const { known, short } = readOutputLengths(counted);
    return readingOfOne(
      short / known,
      answered.length === 0
        ? noServiceReason(phase)
        : 'no response reports its number of output tokens',
      {
        ...noteOf(
          short === 0
            ? undefined
            : `${formatNumber(short)} of ${formatNumber(known)} responses ended early`,
        ),
        hits: () =>
          Uint8Array.from(
            counted.filter((row) => readOutputLengths([row]).known === 1),
            (row) => readOutputLengths([row]).short,
          ),
      },
    );
  },
};
