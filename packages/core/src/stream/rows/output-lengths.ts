import type { RequestRow } from './request-row.ts';

/** The fields of a request that show its output length and the requested one. */
type OutputRequest = Pick<RequestRow, 'outcome' | 'outputTokens' | 'maxOutputTokens'>;

/** Output lengths relative to the requested ones. */
export interface OutputLengths {
  /** Successful requests with both numbers. */
  readonly known: number;
  /** Number of responses with more output tokens than the requested maximum. */
  readonly beyond: number;
  /** Number of responses with fewer output tokens than the requested maximum: the model ended them early. */
  readonly short: number;
  /** The longest response beyond its maximum, and that maximum; `NaN` without one. */
  readonly longest: { readonly outputTokens: number; readonly maxOutputTokens: number };
  /** Total output tokens, and total requested maximum. */
  readonly total: { readonly outputTokens: number; readonly maxOutputTokens: number };
}

/** Compares the output tokens of some requests with the requested maximum. */
export function readOutputLengths(rows: readonly OutputRequest[]): OutputLengths {
  let known = 0;
  let beyond = 0;
  let short = 0;
  let longest = { outputTokens: Number.NaN, maxOutputTokens: Number.NaN };
  let outputTokensOfAll = 0;
  let maxOutputTokensOfAll = 0;
  for (const { outcome, outputTokens, maxOutputTokens } of rows) {
    if (outcome !== 'ok' || Number.isNaN(outputTokens + maxOutputTokens)) continue;
    known += 1;
    outputTokensOfAll += outputTokens;
    maxOutputTokensOfAll += maxOutputTokens;
    if (outputTokens < maxOutputTokens) short += 1;
    if (outputTokens <= maxOutputTokens) continue;
    beyond += 1;
    if (!(outputTokens <= longest.outputTokens)) longest = { outputTokens, maxOutputTokens };
  }
  return {
    known,
    beyond,
    short,
    longest,
    total: { outputTokens: outputTokensOfAll, maxOutputTokens: maxOutputTokensOfAll },
  };
}
