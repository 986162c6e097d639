import type { RequestRow } from '../stream/request-row.ts';
import { countOf, isAnswered, isAttempted } from './service-requests.ts';

/** A remark on the failed requests among those that count; nothing when all were answered. */
export function failureRemark(rows: readonly RequestRow[]): string | undefined {
  const attempted = countOf(rows, isAttempted);
  const failed = attempted - countOf(rows, isAnswered);
  if (failed === 0) return undefined;
  return `${failed} of ${attempted} requests failed: infinitely slow in percentiles, left out of the average`;
}
