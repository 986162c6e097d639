import type { RequestRow } from './request-row.ts';

/** What of a request shows how long its output was against what was requested. */
type OutputRequest = Pick<RequestRow, 'outcome' | 'outputTokens' | 'maxOutputTokens'>;

/** How long outputs were against what was requested. */
export interface OutputLengths {
  /** Successful requests with both numbers. */
  readonly known: number;
  /** How many have more output tokens than were requested at most. */
  readonly beyond: number;
  /** How many have fewer output tokens than were requested at most: the model ended them earlier. */
  readonly short: number;
  /** The longest of those, and what was requested of it; `NaN` where there is none. */
  readonly longest: { readonly outputTokens: number; readonly maxOutputTokens: number };
  /** Output tokens of all together, and what was requested at most. */
  readonly total: { readonly outputTokens: number; readonly maxOutputTokens: number };
}

/** Holds the output tokens of some requests against what was requested. */
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
