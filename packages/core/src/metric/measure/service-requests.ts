import { isEndedByClient, type RequestRow } from '../../stream/rows/request-row.ts';
import { isMeasuredPurpose } from '../../stream/stage/stages.ts';

/** Timestamps of a request that metrics measure between. */
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

/** Whether the client canceled a measured request on purpose. */
export function isAbandoned({ outcome, purpose }: RequestRow): boolean {
  return outcome === 'abandoned' && isMeasuredPurpose(purpose);
}

/** Whether a measured request was successful. */
export function isSuccessful(row: RequestRow): boolean {
  return row.outcome === 'ok' && isMeasuredPurpose(row.purpose);
}

/** Whether a request of a stage was successful, measured or warm-up: rates count both. */
export function isServed(row: RequestRow): boolean {
  return row.outcome === 'ok' && row.stage !== '';
}

/** Whether the tokens of a request count in rates: it was successful, or canceled on purpose. */
export function givesTokens(row: RequestRow): boolean {
  return isServed(row) || isAbandoned(row);
}

/** Number of requests that satisfy a condition. */
export function countOf(rows: readonly RequestRow[], holds: (row: RequestRow) => boolean): number {
  let count = 0;
  for (const row of rows) if (holds(row)) count += 1;
  return count;
}

/** Time between two timestamps of a request, milliseconds; `NaN` when one is missing. */
export function elapsedMs(row: RequestRow, from: RequestStamp, to: RequestStamp): number {
  return (row[to] - row[from]) / 1e6;
}

/** One number for each request, in order, without `NaN`. */
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

/** Times between two timestamps, milliseconds, of requests that satisfy a condition and have both. */
export function timesMs(
  rows: readonly RequestRow[],
  holds: (row: RequestRow) => boolean,
  from: RequestStamp,
  to: RequestStamp,
): Float64Array {
  return numbersOf(rows, (row) => (holds(row) ? elapsedMs(row, from, to) : Number.NaN));
}

/**
 * Times from the scheduled start, milliseconds, of attempted requests. One that failed, timed out or was dropped is
 * infinite, so that a server cannot look faster by failing requests.
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
