import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestPurpose, RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { countOf, timesMs } from '../measure/service-requests.ts';

/**
 * TTFT, milliseconds, of the successful requests made for one purpose.
 * Failed ones have no time; the reading and its note state their number.
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
  const failures = failed === 0 ? undefined : `excludes ${failed} of ${attempted} that failed`;
  const times = timesMs(phase.requests, isMet, 'sentNs', 'firstTokenNs');
  return readingOf(times, reason, {
    ...noteOf(failures, remark),
    ...(failed === 0 ? {} : { leftOut: { count: failed, areRanked: true } }),
  });
}
