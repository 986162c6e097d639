import { isMeasuredPurpose } from './stages.ts';
import type { StageLoad } from './stage-load.ts';
import type { RequestRow } from '../rows/request-row.ts';

/** The timestamps that determine when a request arrived, CLOCK_MONOTONIC nanoseconds. */
export type ArrivalStamps = Pick<RequestRow, 'scheduledNs' | 'sentNs' | 'endNs'>;

/** Number of requests of a look at a stage: looks are at doubling counts. @param look 1 for the first */
export function requestsOfLook(firstLook: number, look: number): number {
  return firstLook * 2 ** (look - 1);
}

/** Number of requests of the first look with more than these. */
export function nextLookAfter(firstLook: number, requests: number): number {
  let look = 1;
  while (requestsOfLook(firstLook, look) <= requests) look += 1;
  return requestsOfLook(firstLook, look);
}

/**
 * When a request arrived, CLOCK_MONOTONIC nanoseconds: its scheduled start, or its send in closed and sequential loads. There
 * a request that was never sent arrived when it failed.
 */
export function arrivalNs({ kind }: Pick<StageLoad, 'kind'>, row: ArrivalStamps): number {
  if (kind !== 'closed' && kind !== 'sequential') return row.scheduledNs;
  return Number.isNaN(row.sentNs) ? row.endNs : row.sentNs;
}

/** Rows in order of arrival; rows with the same arrival keep their order. */
export function inOrderOfArrival<Row extends ArrivalStamps>(
  load: Pick<StageLoad, 'kind'>,
  rows: readonly Row[],
): Row[] {
  return rows.toSorted((a, b) => arrivalNs(load, a) - arrivalNs(load, b));
}

/** Whether a request counts as an arrival of its stage: measured, and not canceled by the run itself. */
export function isArrival({ purpose, outcome }: Pick<RequestRow, 'purpose' | 'outcome'>): boolean {
  return isMeasuredPurpose(purpose) && outcome !== 'cancelled';
}
