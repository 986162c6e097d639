import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import {
  allEmptyReason,
  elapsedMs,
  isSuccessful,
  noServiceReason,
} from '../measure/service-requests.ts';

/** Whether a measured request has several tokens with time between them: those of one event, or one read, have none. */
export function hasSeveralTokens(row: RequestRow): boolean {
  return isSuccessful(row) && row.outputTokens >= 2 && row.lastTokenNs > row.firstTokenNs;
}

/** Time per token after the first, milliseconds; `NaN` where a request does not have several. */
export function timePerTokenMs(row: RequestRow): number {
  if (!hasSeveralTokens(row)) return Number.NaN;
  return elapsedMs(row, 'firstTokenNs', 'lastTokenNs') / (row.outputTokens - 1);
}

/** Why no response has a pace. */
export function severalTokensReason(phase: PhaseStreams): string {
  return phase.requests.some(isSuccessful) && allEmptyReason(phase) === undefined
    ? 'no answered request is known to have two output tokens that came one after the other'
    : noServiceReason(phase);
}
