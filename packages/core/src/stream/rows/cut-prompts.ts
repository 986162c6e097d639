import type { RequestRow } from './request-row.ts';

/** Tolerated error of a prompt length, and room for a chat template, tokens. */
const TOLERATED_TOKENS = 16;

/** The fields of a request that show whether its prompt was truncated. */
type PromptedRequest = Pick<RequestRow, 'outcome' | 'offeredTokens' | 'residentTokens'>;

/**
 * Whether the server truncated a prompt. The tokens that it read include its chat template, which the count
 * of the prompt does not; so a prompt that was read whole never looks truncated, with any template.
 * @param toleratedShare tolerated error of the prompt length, 0 to 1
 */
export function isCut(
  { outcome, offeredTokens, residentTokens }: PromptedRequest,
  toleratedShare: number,
): boolean {
  const lostTokens = offeredTokens - residentTokens;
  const tolerated = Math.max(TOLERATED_TOKENS, offeredTokens * toleratedShare);
  return outcome === 'ok' && lostTokens > tolerated;
}

/** Truncated prompts of some requests. */
export interface CutPrompts {
  /** Successful requests with both counts. */
  readonly known: number;
  /** Number of truncated prompts. */
  readonly cut: number;
  /** Tokens of the prompt with the smallest share read; `NaN` where none was truncated. */
  readonly offeredTokens: number;
  /** Tokens that were read of that. */
  readonly readTokens: number;
}

/**
 * Counts the prompts that a server truncated.
 * @param toleratedShare tolerated error of a prompt length, 0 to 1
 */
export function readCutPrompts(
  rows: readonly PromptedRequest[],
  toleratedShare: number,
): CutPrompts {
  let known = 0;
  let cut = 0;
  let worst: PromptedRequest | undefined;
  for (const row of rows) {
    if (row.outcome !== 'ok' || Number.isNaN(row.offeredTokens - row.residentTokens)) continue;
    known += 1;
    if (!isCut(row, toleratedShare)) continue;
    cut += 1;
    if (worst === undefined || readShare(row) < readShare(worst)) worst = row;
  }
  return {
    known,
    cut,
    offeredTokens: worst?.offeredTokens ?? Number.NaN,
    readTokens: worst?.residentTokens ?? Number.NaN,
  };
}

function readShare({ residentTokens, offeredTokens }: PromptedRequest): number {
  return residentTokens / offeredTokens;
}
