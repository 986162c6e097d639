import type { RequestRow } from '../../stream/rows/request-row.ts';
import { hasItems } from '../items/items-of-requests.ts';
import { isWithin, type Span } from '../measure/windows.ts';

/** Output tokens of a request that arrived within a window, spread evenly over its content events; `NaN` when unknown. */
export function tokensWithin(row: RequestRow, window: Span): number {
  const { outputTokens, chunkNs, lastTokenNs, endNs } = row;
  if (outputTokens === 0 || hasItems(row)) return 0;
  // Without streaming or without text, all tokens arrive at the end.
  const atEndNs = Number.isNaN(lastTokenNs) ? endNs : lastTokenNs;
  if (chunkNs.length === 0) return outputTokens * (isWithin(window, atEndNs) ? 1 : 0);
  let inside = 0;
  for (const atNs of chunkNs) if (isWithin(window, atNs)) inside += 1;
  return (outputTokens * inside) / chunkNs.length;
}
