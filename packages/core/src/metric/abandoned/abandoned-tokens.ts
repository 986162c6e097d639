import type { RequestRow } from '../../stream/rows/request-row.ts';
import { formatNumber } from '../format/format-value.ts';
import { countOf, isAbandoned } from '../measure/service-requests.ts';

/** Output tokens received before the client canceled their requests on purpose. */
export function abandonedOutputTokens(rows: readonly RequestRow[]): number {
  let tokens = 0;
  for (const row of rows) {
    if (isAbandoned(row) && !Number.isNaN(row.outputTokens)) tokens += row.outputTokens;
  }
  return tokens;
}

/** A remark on output tokens of requests canceled on purpose; undefined without any. */
export function abandonedTokensRemark(rows: readonly RequestRow[]): string | undefined {
  const abandoned = countOf(rows, isAbandoned);
  if (abandoned === 0) return undefined;
  const tokens = formatNumber(abandonedOutputTokens(rows));
  return `includes ${tokens} tokens of ${formatNumber(abandoned)} requests canceled on purpose, counted by chunks`;
}

/**
 * Input tokens of a request; the offered tokens of its prompt where it was canceled on purpose before the server reported
 * them; `NaN` when unknown.
 */
export function inputTokensOf(row: RequestRow): number {
  return isAbandoned(row) && Number.isNaN(row.inputTokens) ? row.offeredTokens : row.inputTokens;
}

/** A remark on prompts of unknown length of requests canceled on purpose; undefined without any. */
export function unknownPromptsRemark(rows: readonly RequestRow[]): string | undefined {
  const unknown = countOf(
    rows,
    (row) =>
      isAbandoned(row) && !Number.isNaN(row.firstTokenNs) && Number.isNaN(inputTokensOf(row)),
  );
  return unknown === 0
    ? undefined
    : `excludes the prompts of ${formatNumber(unknown)} requests canceled on purpose: unknown length`;
}
