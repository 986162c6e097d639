import { isMeasuredPurpose } from './stages.ts';
import type { StageLoad } from './stage-load.ts';
import type { RequestRow } from '../request-row.ts';

/** What of a request says when it arrived. */
export type ArrivalStamps = Pick<RequestRow, 'intendedNs' | 'sentNs' | 'endNs'>;

/** How many requests a look at a stage has, when looks are at doubling counts. @param look 1 for the first */
export function requestsOfLook(firstLook: number, look: number): number {
  return firstLook * 2 ** (look - 1);
}

/** Requests of the first look that has more than these. */
export function nextLookAfter(firstLook: number, requests: number): number {
  let look = 1;
  while (requestsOfLook(firstLook, look) <= requests) look += 1;
  return requestsOfLook(firstLook, look);
}

/**
 * When a request arrived, CLOCK_MONOTONIC nanoseconds: its scheduled start; where requests follow one another, when it was
 * sent. One of these that was never sent arrived when it failed.
 */
export function arrivalNs({ kind }: Pick<StageLoad, 'kind'>, row: ArrivalStamps): number {
  if (kind !== 'closed' && kind !== 'sequential') return row.intendedNs;
  return Number.isNaN(row.sentNs) ? row.endNs : row.sentNs;
}

/** Rows in order of arrival; those that arrived together stay in the order given. */
export function inOrderOfArrival<Row extends ArrivalStamps>(
  load: Pick<StageLoad, 'kind'>,
  rows: readonly Row[],
): Row[] {
  return rows.toSorted((a, b) => arrivalNs(load, a) - arrivalNs(load, b));
}

/** Whether a request counts as an arrival of its stage: measured, and not cancelled by the run itself. */
export function isArrival({ purpose, outcome }: Pick<RequestRow, 'purpose' | 'outcome'>): boolean {
  return isMeasuredPurpose(purpose) && outcome !== 'cancelled';
}
