import type { RequestRow } from '../stream/request-row.ts';
import { isWithin, type PhaseWindow } from './windows.ts';

/** Output tokens of a request that came within a window, spread evenly over its content events; `NaN` when not told. */
export function tokensWithin(
  row: RequestRow,
  window: Pick<PhaseWindow, 'beganNs' | 'endedNs'>,
): number {
  const { outputTokens, chunkNs, lastTokenNs } = row;
  if (outputTokens === 0) return 0;
  // A host that does not stream gives all its tokens at once.
  if (chunkNs.length === 0) return outputTokens * (isWithin(window, lastTokenNs) ? 1 : 0);
  let inside = 0;
  for (const atNs of chunkNs) if (isWithin(window, atNs)) inside += 1;
  return (outputTokens * inside) / chunkNs.length;
}
