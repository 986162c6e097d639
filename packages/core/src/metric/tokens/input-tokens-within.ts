import type { RequestRow } from '../../stream/rows/request-row.ts';
import { inputTokensOf } from '../abandoned/abandoned-tokens.ts';
import { isAbandoned } from '../measure/service-requests.ts';
import { isWithin, type Span } from '../measure/windows.ts';

/**
 * Input tokens of a request that were read within a window: all of them at its first token, when the server has read the
 * prompt, or at its end where no token has a timestamp; `NaN` when unknown. A request canceled on purpose counts only after
 * its first token, and only where the length of its prompt is known.
 */
export function inputTokensWithin(row: RequestRow, window: Span): number {
  const { firstTokenNs, endNs } = row;
  if (isAbandoned(row)) {
    const tokens = inputTokensOf(row);
    return isWithin(window, firstTokenNs) && !Number.isNaN(tokens) ? tokens : 0;
  }
  return isWithin(window, Number.isNaN(firstTokenNs) ? endNs : firstTokenNs) ? row.inputTokens : 0;
}
