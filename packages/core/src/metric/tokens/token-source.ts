import type { RequestRow } from '../../stream/rows/request-row.ts';
import { countOf } from '../measure/service-requests.ts';

/**
 * A remark on token counts that are neither the server's nor a tokenizer's.
 * @param holds selects the requests whose counts matter
 */
export function tokenSourceRemark(
  rows: readonly RequestRow[],
  holds: (row: RequestRow) => boolean,
): string | undefined {
  const counted = countOf(rows, holds);
  const byChunks = countOf(rows, (row) => row.tokenCountSource === 'chunks' && holds(row));
  if (byChunks === 0) return undefined;
  return byChunks === counted
    ? 'tokens by chunk count'
    : `tokens of ${byChunks} of ${counted} requests by chunk count`;
}
