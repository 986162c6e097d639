import type { RequestRow } from '../../stream/request-row.ts';
import { formatNumber } from '../format-value.ts';
import { countOf, isAbandoned } from '../service-requests.ts';

/** Output tokens that requests which were cut on purpose received until the cut. */
export function abandonedOutputTokens(rows: readonly RequestRow[]): number {
  let tokens = 0;
  for (const row of rows) {
    if (isAbandoned(row) && !Number.isNaN(row.outputTokens)) tokens += row.outputTokens;
  }
  return tokens;
}

/** A remark on output tokens of requests that were cut on purpose; undefined where none was. */
export function abandonedTokensRemark(rows: readonly RequestRow[]): string | undefined {
  const abandoned = countOf(rows, isAbandoned);
  if (abandoned === 0) return undefined;
  const tokens = formatNumber(abandonedOutputTokens(rows));
  return `includes ${tokens} tokens of ${formatNumber(abandoned)} requests cut on purpose, by chunk count`;
}

/**
 * Input tokens of a request: of one that was cut on purpose, before the server reported them, the tokens that its prompt was
 * made of; `NaN` when not known.
 */
export function inputTokensOf(row: RequestRow): number {
  return isAbandoned(row) && Number.isNaN(row.inputTokens) ? row.offeredTokens : row.inputTokens;
}

/** A remark on prompts of requests that were cut on purpose where their length is not known; undefined where it is. */
export function unknownPromptsRemark(rows: readonly RequestRow[]): string | undefined {
  const unknown = countOf(
    rows,
    (row) =>
      isAbandoned(row) && !Number.isNaN(row.firstTokenNs) && Number.isNaN(inputTokensOf(row)),
  );
  return unknown === 0
    ? undefined
    : `without the prompts of ${formatNumber(unknown)} requests cut on purpose: their length is unknown`;
}
