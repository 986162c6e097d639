import { isEmptyResponse } from '../stream/empty-response.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestPurpose, RequestRow } from '../stream/request-row.ts';

/** Whether a request of this purpose stands for what users ask; all others are read by metrics of their own. */
export function isServicePurpose(purpose: RequestPurpose): boolean {
  return purpose === 'sequential' || purpose === 'closed-loop' || purpose === 'open-loop';
}

/** The stamps of a request that metrics measure between. */
export type RequestStamp =
  | 'intendedNs'
  | 'sentNs'
  | 'firstTokenNs'
  | 'firstAnswerNs'
  | 'lastTokenNs'
  | 'endNs';

/** Whether a request counts: a service request that the run did not cancel itself. */
export function isAttempted(row: RequestRow): boolean {
  return row.outcome !== 'cancelled' && isServicePurpose(row.purpose);
}

/** Whether a service request was answered. */
export function isAnswered(row: RequestRow): boolean {
  return row.outcome === 'ok' && isServicePurpose(row.purpose);
}

/** How many requests something holds of. */
export function countOf(rows: readonly RequestRow[], holds: (row: RequestRow) => boolean): number {
  let count = 0;
  for (const row of rows) if (holds(row)) count += 1;
  return count;
}

/** Time between two stamps of a request, milliseconds; `NaN` when it never got there. */
export function elapsedMs(row: RequestRow, from: RequestStamp, to: RequestStamp): number {
  return (row[to] - row[from]) / 1e6;
}

/** The numbers that requests give, in their order; those that are not a number are left out. */
export function numbersOf(
  rows: readonly RequestRow[],
  of: (row: RequestRow) => number,
): Float64Array {
  const numbers = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const number = of(row);
    if (Number.isNaN(number)) continue;
    numbers[count] = number;
    count += 1;
  }
  return numbers.subarray(0, count);
}

/** Times between two stamps, milliseconds, of those requests that something holds of and that got there. */
export function timesMs(
  rows: readonly RequestRow[],
  holds: (row: RequestRow) => boolean,
  from: RequestStamp,
  to: RequestStamp,
): Float64Array {
  return numbersOf(rows, (row) => (holds(row) ? elapsedMs(row, from, to) : Number.NaN));
}

/**
 * Times of the requests that count as users feel them, milliseconds: one that failed, timed out or was dropped is
 * infinitely slow, so that a host cannot look faster by answering less.
 */
export function responseTimesMs(
  rows: readonly RequestRow[],
  to: 'firstTokenNs' | 'endNs',
): Float64Array {
  return numbersOf(rows, (row) => {
    if (!isAttempted(row)) return Number.NaN;
    return row.outcome === 'ok' ? elapsedMs(row, 'intendedNs', to) : Number.POSITIVE_INFINITY;
  });
}

/** Why nothing within responses has a time: the server finished each without text; undefined where one has some. */
export function allEmptyReason({ requests }: PhaseStreams): string | undefined {
  const answered = countOf(requests, isAnswered);
  if (answered === 0 || requests.some((row) => isAnswered(row) && !isEmptyResponse(row))) {
    return undefined;
  }
  return `the server finished all ${answered} responses without text, so that no token has a time`;
}

/** Why there is no value from service requests: none was made, or none was answered. */
export function noServiceReason(phase: PhaseStreams): string {
  const attempted = countOf(phase.requests, isAttempted);
  if (attempted === 0) return 'no sequential, closed-loop or open-loop request in this phase';
  const allEmpty = allEmptyReason(phase);
  if (allEmpty !== undefined) return allEmpty;
  return phase.requests.some(isAnswered)
    ? 'no answered request got far enough to be timed'
    : `none of ${attempted} requests was answered`;
}
