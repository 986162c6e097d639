import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { allEmptyReason, noServiceReason } from '../measure/reasons.ts';
import { elapsedMs, isSuccessful } from '../measure/service-requests.ts';

/** Whether a measured request has several tokens with time between them: tokens of one event, or one read, have none. */
export function hasSeveralTokens(row: RequestRow): boolean {
  return isSuccessful(row) && row.outputTokens >= 2 && row.lastTokenNs > row.firstTokenNs;
}

/** Time per token after the first, milliseconds; `NaN` for a request without several tokens. */
export function timePerTokenMs(row: RequestRow): number {
  if (!hasSeveralTokens(row)) return Number.NaN;
  return elapsedMs(row, 'firstTokenNs', 'lastTokenNs') / (row.outputTokens - 1);
}

/** Why no response has a time per token. */
export function severalTokensReason(phase: PhaseStreams): string {
  return phase.requests.some(isSuccessful) && allEmptyReason(phase) === undefined
    ? 'no successful request has two output tokens known to have arrived one after the other'
    : noServiceReason(phase);
}
