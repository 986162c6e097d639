import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful } from '../measure/service-requests.ts';

/** Successful requests with drafts, whose counts are plausible. */
export function draftedRequests({ requests }: PhaseStreams): readonly RequestRow[] {
  return requests.filter(
    (row) => isSuccessful(row) && row.draftTokens > 0 && row.acceptedDraftTokens <= row.draftTokens,
  );
}

/** The sum over requests. */
export function sumOver(rows: readonly RequestRow[], of: (row: RequestRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Why a phase has no such request. */
export function whyNoDrafts(phase: PhaseStreams): string {
  return countOf(phase.requests, isSuccessful) === 0
    ? noServiceReason(phase)
    : 'no response reports draft tokens: speculative decoding is off, or the server does not report it';
}
