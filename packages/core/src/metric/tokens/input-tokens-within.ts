import type { RequestRow } from '../../stream/request-row.ts';
import { isWithin, type Span } from '../windows.ts';

/**
 * Input tokens of a request that were read within a window: all of them at its first token, by which the server has read the
 * prompt, or at its end where no token has a time; `NaN` when not known.
 */
export function inputTokensWithin(
  { inputTokens, firstTokenNs, endNs }: RequestRow,
  window: Span,
): number {
  return isWithin(window, Number.isNaN(firstTokenNs) ? endNs : firstTokenNs) ? inputTokens : 0;
}
