import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { LeftOutRequests } from '../metric.ts';
import { countOf, isSuccessful, isAttempted } from './service-requests.ts';

/** Failed service requests that a reading of the successful ones excludes; empty when none failed. */
export function leftOutOf(
  rows: readonly RequestRow[],
  areRanked: boolean,
): { leftOut?: LeftOutRequests } {
  const count = countOf(rows, isAttempted) - countOf(rows, isSuccessful);
  return count === 0 ? {} : { leftOut: { count, areRanked } };
}

/** A remark on the failed service requests; undefined when none failed. */
export function failureRemark(rows: readonly RequestRow[]): string | undefined {
  const attempted = countOf(rows, isAttempted);
  const failed = attempted - countOf(rows, isSuccessful);
  if (failed === 0) return undefined;
  return `${failed} of ${attempted} requests failed: infinite in percentiles, excluded from the average`;
}
