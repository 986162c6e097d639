import type { RequestRow } from './request-row.ts';

/**
 * Whether the server finished a response without any text, as it does when the first token ends the response. It is
 * successful and its tokens count; nothing within it has a time.
 */
export function isEmptyResponse({
  outcome,
  lastTokenNs,
}: Pick<RequestRow, 'outcome' | 'lastTokenNs'>): boolean {
  return outcome === 'ok' && Number.isNaN(lastTokenNs);
}
