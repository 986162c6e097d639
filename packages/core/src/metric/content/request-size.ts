import { countOf, isAttempted, numbersOf } from '../measure/service-requests.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { noRequestReason } from '../measure/reasons.ts';

/** Bodies above this, bytes, get a row in reports: those of text alone are seldom as large. */
const NOTABLE_BYTES = 64 * 1024;

/** Size of the bodies of requests. */
export const requestSize: MetricDefinition = {
  name: 'requestSize',
  label: 'request size',
  aliases: [],
  of: 'stage',
  unit: 'bytes',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => avg >= NOTABLE_BYTES,
  description:
    'Bytes of the body of a request, pictures and recordings included; a slow path to the server adds their transfer to every latency.',
  formula: 'bodyBytes of attempted requests',
  read: (phase) =>
    readingOf(
      numbersOf(phase.requests, (row) => (isAttempted(row) ? row.bodyBytes : Number.NaN)),
      countOf(phase.requests, isAttempted) === 0
        ? noRequestReason(phase)
        : 'no size of a request body was recorded',
    ),
};
