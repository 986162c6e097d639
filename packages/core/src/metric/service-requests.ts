import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestPurpose, RequestRow } from '../stream/request-row.ts';

/** Whether a request of this purpose stands for what users ask; all others are read by metrics of their own. */
export function isServicePurpose(purpose: RequestPurpose): boolean {
  return purpose === 'sequential' || purpose === 'closed-loop' || purpose === 'open-loop';
}

/** The stamps of a request that metrics measure between. */
export type RequestStamp = 'intendedNs' | 'sentNs' | 'firstTokenNs' | 'lastTokenNs' | 'endNs';

/** Every service request, those that were cancelled too. */
export function serviceRequests(phase: PhaseStreams): RequestRow[] {
  return phase.requests.filter((row) => isServicePurpose(row.purpose));
}

/** The service requests that count: all but those that the run itself cancelled. */
export function attemptedRequests(phase: PhaseStreams): RequestRow[] {
  return phase.requests.filter(
    (row) => row.outcome !== 'cancelled' && isServicePurpose(row.purpose),
  );
}

/** The service requests that were answered. */
export function answeredRequests(phase: PhaseStreams): RequestRow[] {
  return phase.requests.filter((row) => row.outcome === 'ok' && isServicePurpose(row.purpose));
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

/** Times between two stamps, milliseconds, of the requests that got there. */
export function timesMs(
  rows: readonly RequestRow[],
  from: RequestStamp,
  to: RequestStamp,
): Float64Array {
  return numbersOf(rows, (row) => elapsedMs(row, from, to));
}

/**
 * Times as users feel them, milliseconds: a request that failed, timed out or was dropped is infinitely slow, so that a
 * host cannot look faster by answering less.
 */
export function responseTimesMs(
  rows: readonly RequestRow[],
  to: 'firstTokenNs' | 'endNs',
): Float64Array {
  return numbersOf(rows, (row) =>
    row.outcome === 'ok' ? elapsedMs(row, 'intendedNs', to) : Number.POSITIVE_INFINITY,
  );
}

/** Why there is no value from service requests: none was made, or none was answered. */
export function noServiceReason(phase: PhaseStreams): string {
  const attempted = attemptedRequests(phase).length;
  if (attempted === 0) return 'no sequential, closed-loop or open-loop request in this phase';
  return answeredRequests(phase).length === 0
    ? `none of ${attempted} requests was answered`
    : 'no answered request got far enough to be timed';
}
