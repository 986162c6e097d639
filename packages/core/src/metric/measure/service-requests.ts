import { isEmptyResponse } from '../../stream/rows/empty-response.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isEndedByClient, type RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';

/** The stamps of a request that metrics measure between. */
export type RequestStamp =
  | 'scheduledNs'
  | 'sentNs'
  | 'firstTokenNs'
  | 'firstAnswerNs'
  | 'lastTokenNs'
  | 'endNs';

/** Whether a request counts: a measured request of a stage that the client did not cancel. */
export function isAttempted({ outcome, purpose }: RequestRow): boolean {
  return !isEndedByClient(outcome) && isMeasuredPurpose(purpose);
}

/** Whether the client cancelled a measured request on purpose. */
export function isAbandoned({ outcome, purpose }: RequestRow): boolean {
  return outcome === 'abandoned' && isMeasuredPurpose(purpose);
}

/** Whether a measured request was successful. */
export function isSuccessful(row: RequestRow): boolean {
  return row.outcome === 'ok' && isMeasuredPurpose(row.purpose);
}

/** Whether a request of a stage was successful, be it measured or of its warm-up: rates count both. */
export function isServed(row: RequestRow): boolean {
  return row.outcome === 'ok' && row.stage !== '';
}

/** Whether the tokens of a request count in rates: it was successful, or cancelled on purpose. */
export function givesTokens(row: RequestRow): boolean {
  return isServed(row) || isAbandoned(row);
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
    return row.outcome === 'ok' ? elapsedMs(row, 'scheduledNs', to) : Number.POSITIVE_INFINITY;
  });
}

/** Why nothing within responses has a time: the server finished each without text; undefined where one has some. */
export function allEmptyReason({ requests }: PhaseStreams): string | undefined {
  const answered = countOf(requests, isSuccessful);
  if (answered === 0 || requests.some((row) => isSuccessful(row) && !isEmptyResponse(row))) {
    return undefined;
  }
  return `the server finished all ${answered} responses without text, so that no token has a time`;
}

/** Why nothing of requests is measured where none was made. */
const NO_REQUEST = 'no measured request was made';

/** Why no request was attempted: none was made, or each was cancelled on purpose. */
export function noRequestReason({ requests }: Pick<PhaseStreams, 'requests'>): string {
  return requests.some(isAbandoned)
    ? 'every measured request was cancelled on purpose'
    : NO_REQUEST;
}

/** Why there is no value from service requests: none was made, or none was answered. */
export function noServiceReason(phase: PhaseStreams): string {
  const attempted = countOf(phase.requests, isAttempted);
  if (attempted === 0) return noRequestReason(phase);
  const allEmpty = allEmptyReason(phase);
  if (allEmpty !== undefined) return allEmpty;
  return phase.requests.some(isSuccessful)
    ? 'no answered request got far enough to be timed'
    : `none of ${attempted} requests was answered`;
}
