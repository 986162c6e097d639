import type { RequestRow } from './request-row.ts';

/** Tokens that a count of a prompt may be off by, and that a chat template may take. */
const TOLERATED_TOKENS = 16;

/** What of a request shows whether its prompt was cut. */
type PromptedRequest = Pick<RequestRow, 'outcome' | 'offeredTokens' | 'residentTokens'>;

/**
 * Whether the server answered a prompt without reading it whole. What it read includes its chat template, which the count
 * of the prompt does not; so a prompt that was read whole never looks cut, whatever the template.
 * @param toleratedShare of the prompt that its count may be off by, 0 to 1
 */
export function isCut(
  { outcome, offeredTokens, residentTokens }: PromptedRequest,
  toleratedShare: number,
): boolean {
  const lostTokens = offeredTokens - residentTokens;
  const tolerated = Math.max(TOLERATED_TOKENS, offeredTokens * toleratedShare);
  return outcome === 'ok' && lostTokens > tolerated;
}

/** How prompts of some requests were cut. */
export interface CutPrompts {
  /** Successful requests with both counts. */
  readonly known: number;
  /** How many of their prompts were cut. */
  readonly cut: number;
  /** Tokens of the prompt of which the least was read; `NaN` where none was cut. */
  readonly offeredTokens: number;
  /** Tokens that were read of that. */
  readonly readTokens: number;
}

/**
 * Counts the prompts that a server cut.
 * @param toleratedShare of a prompt that its count may be off by, 0 to 1
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
