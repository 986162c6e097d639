import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestPurpose, RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, readingOf } from './reading.ts';
import { countOf, timesMs } from './service-requests.ts';

/**
 * Time to first token, milliseconds, of the answered requests that were made for one purpose.
 * Failed ones are no times; the reading and its note say how many there were.
 */
export function readPurposeTimes(
  phase: PhaseStreams,
  purpose: RequestPurpose,
  remark?: string,
): MetricReading {
  const isAsked = (row: RequestRow): boolean =>
    row.purpose === purpose && row.outcome !== 'cancelled';
  const isMet = (row: RequestRow): boolean => row.purpose === purpose && row.outcome === 'ok';
  const attempted = countOf(phase.requests, isAsked);
  const failed = attempted - countOf(phase.requests, isMet);
  const reason =
    attempted === 0
      ? `no ${purpose} request in this phase`
      : `none of ${attempted} ${purpose} requests produced a token`;
  const failures = failed === 0 ? undefined : `${failed} of ${attempted} failed, left out`;
  const times = timesMs(phase.requests, isMet, 'sentNs', 'firstTokenNs');
  return readingOf(times, reason, {
    ...noteOf(failures, remark),
    ...(failed === 0 ? {} : { leftOut: { count: failed, areRanked: true } }),
  });
}
