import type { RequestRow } from '../stream/request-row.ts';

/** A remark on the failed requests among those that count; nothing when all were answered. */
export function failureRemark(attempted: readonly RequestRow[]): string | undefined {
  const failed = attempted.filter((row) => row.outcome !== 'ok').length;
  if (failed === 0) return undefined;
  return `${failed} of ${attempted.length} requests failed: infinitely slow in percentiles, left out of the average`;
}
