import type { RequestRow } from '../../stream/rows/request-row.ts';
import { countOf } from '../measure/service-requests.ts';

/**
 * A remark on where token counts come from, when it is not the server's or the tokenizer's own count.
 * @param holds whether the counts of a request matter
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
