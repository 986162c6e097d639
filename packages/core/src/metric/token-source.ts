import type { RequestRow } from '../stream/request-row.ts';

/** A remark on where token counts come from, when it is not the server's or the tokenizer's own count. */
export function tokenSourceRemark(rows: readonly RequestRow[]): string | undefined {
  const byChunks = rows.filter((row) => row.tokenCountSource === 'chunks').length;
  if (byChunks === 0) return undefined;
  return byChunks === rows.length
    ? 'tokens by chunk count'
    : `tokens of ${byChunks} of ${rows.length} requests by chunk count`;
}
