import { readOutputLengths } from '../../stream/rows/output-lengths.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { formatNumber, formatRatio } from '../format/format-value.ts';

/** Responses below this share of the requested output are shorter than intended. */
const SHORT_SHARE = 0.9;

/** A remark on outputs longer than requested, or much shorter; undefined where they are neither. */
export function outputLengthRemark(rows: readonly RequestRow[]): string | undefined {
  const { known, beyond, longest, total } = readOutputLengths(rows);
  if (beyond > 0) {
    return (
      `${formatNumber(beyond)} of ${formatNumber(known)} responses have more tokens than requested, ` +
      `the longest ${formatNumber(longest.outputTokens)} of ${formatNumber(longest.maxOutputTokens)}`
    );
  }
  const share = total.outputTokens / total.maxOutputTokens;
  if (!(share < SHORT_SHARE)) return undefined;
  return (
    `responses have ${formatNumber(total.outputTokens)} of ${formatNumber(total.maxOutputTokens)} requested tokens ` +
    `(${formatRatio(share)}): the model ended them`
  );
}
