import { isBroken } from '../../stream/rows/failure-kinds.ts';
import { isEndedByClient, type RequestRow } from '../../stream/rows/request-row.ts';

/** Fewer requests of a kind are no evidence. */
const LEAST = 3;

/** Share of overlapped requests that are cut where a server serves one at a time; the last of each series is not. */
const LEAST_CUT_SHARE = 0.5;

/** How a server that serves one request at a time treats those that overlap. */
export interface CutWhenOverlapping {
  /** Requests during which another one was sent. */
  readonly overlapped: number;
  /** Overlapped requests whose connection ended within their response. */
  readonly cut: number;
  /** Requests during which no other was sent; none of them was cut. */
  readonly alone: number;
}

/**
 * Whether the server cut running responses when another request arrived, but never a request that ran alone.
 * @param rows of one phase, of any purpose, in any order
 * @returns undefined where the requests do not show it
 */
export function cutWhenOverlapping(rows: readonly RequestRow[]): CutWhenOverlapping | undefined {
  const sent = rows
    .filter(({ sentNs, endNs, outcome }) => sentNs < endNs && !isEndedByClient(outcome))
    .toSorted((one, other) => one.sentNs - other.sentNs);
  let overlapped = 0;
  let cut = 0;
  let alone = 0;
  for (const [index, row] of sent.entries()) {
    const nextSentNs = sent[index + 1]?.sentNs ?? Number.POSITIVE_INFINITY;
    const isCut = isBroken(row.errorKind);
    if (nextSentNs <= row.endNs) {
      overlapped += 1;
      if (isCut) cut += 1;
    } else if (isCut) {
      // The last of several overlapping requests ran alone in the end; that it was cut has another cause.
      return undefined;
    } else {
      alone += 1;
    }
  }
  const isShown = alone >= LEAST && cut >= LEAST && cut / overlapped >= LEAST_CUT_SHARE;
  return isShown ? { overlapped, cut, alone } : undefined;
}
