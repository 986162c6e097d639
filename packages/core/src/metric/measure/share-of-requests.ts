import type { RequestRow } from '../../stream/rows/request-row.ts';

/** What the metrics of a share of requests have in common. */
export const SHARE_OF_REQUESTS = {
  of: 'stage',
  unit: 'ratio',
  isShare: true,
  isShareOfRequests: true,
  defaultAggregate: 'avg',
} as const;

/** For each request, 1 where it counts towards a share and 0 where not. */
export function hitsOf(
  rows: readonly RequestRow[],
  isHit: (row: RequestRow) => boolean,
): Uint8Array {
  return Uint8Array.from(rows, (row) => (isHit(row) ? 1 : 0));
}
