import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { tokenSourceRemark } from './token-source.ts';

/**
 * Tokens of each successful measured request.
 * @param tokensOf tokens of a request; `NaN` where the server did not report them
 */
export function readSequenceLengths(
  phase: PhaseStreams,
  tokensOf: (row: RequestRow) => number,
): MetricReading {
  const isKnown = (row: RequestRow): boolean => isSuccessful(row) && !Number.isNaN(tokensOf(row));
  const successful = countOf(phase.requests, isSuccessful);
  const known = countOf(phase.requests, isKnown);
  return readingOf(
    numbersOf(phase.requests, (row) => (isSuccessful(row) ? tokensOf(row) : Number.NaN)),
    successful === 0
      ? noServiceReason(phase)
      : 'the server did not report the token counts of any request',
    noteOf(
      known === successful ? undefined : `of ${known} of ${successful} requests`,
      tokenSourceRemark(phase.requests, isKnown),
    ),
  );
}
