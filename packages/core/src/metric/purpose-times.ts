import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestPurpose } from '../stream/request-row.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, readingOf } from './reading.ts';
import { timesMs } from './service-requests.ts';

/**
 * Time to first token, milliseconds, of the answered requests that were made for one purpose.
 * Failed ones are no times; the note says how many there were.
 */
export function readPurposeTimes(
  phase: PhaseStreams,
  purpose: RequestPurpose,
  remark?: string,
): MetricReading {
  const attempted = phase.requests.filter(
    (row) => row.purpose === purpose && row.outcome !== 'cancelled',
  );
  const answered = attempted.filter((row) => row.outcome === 'ok');
  const failed = attempted.length - answered.length;
  const reason =
    attempted.length === 0
      ? `no ${purpose} request in this phase`
      : `none of ${attempted.length} ${purpose} requests produced a token`;
  const failures = failed === 0 ? undefined : `${failed} of ${attempted.length} failed, left out`;
  return readingOf(timesMs(answered, 'sentNs', 'firstTokenNs'), reason, noteOf(failures, remark));
}
