import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { quantityDelta } from '../server/quantity-delta.ts';
import { isAbandoned } from '../measure/service-requests.ts';

/** Output tokens that a server generated for requests after the client had canceled them on purpose. */
export interface OrphanedTokens {
  readonly generated: number;
  /** The most output tokens that remained of these requests. */
  readonly possible: number;
}

/**
 * The increase of the server's counter of generated tokens beyond the tokens of the responses, canceled ones included.
 * @returns undefined where the server has no counter or restarted, a request failed, or a token count is not the server's
 */
export function orphanedTokens(phase: PhaseStreams): OrphanedTokens | undefined {
  const delta = quantityDelta(phase, 'generatedTokens');
  if (delta.kind === 'absent' || delta.value.isReset) return undefined;
  const perEvent = tokensPerEvent(phase.requests);
  let received = 0;
  let possible = 0;
  for (const row of phase.requests) {
    if (isAbandoned(row)) {
      const tokens = Math.min(row.outputTokens * perEvent, row.maxOutputTokens);
      received += tokens;
      possible += row.maxOutputTokens - tokens;
    } else if (row.outcome === 'ok') {
      received += row.tokenCountSource === 'usage' ? row.outputTokens : Number.NaN;
    } else if (!Number.isNaN(row.sentNs)) {
      // The tokens that the server generated for a failed request are unknown.
      return undefined;
    }
  }
  const generated = delta.value.value - received;
  return Number.isNaN(generated) || possible === 0
    ? undefined
    : { generated: Math.max(0, generated), possible };
}

/** Output tokens per event of successful streamed requests: canceled requests are counted by events. */
function tokensPerEvent(rows: readonly RequestRow[]): number {
  let tokens = 0;
  let events = 0;
  for (const { outcome, stage, outputTokens, chunkNs } of rows) {
    if (outcome !== 'ok' || stage === '' || chunkNs.length === 0) continue;
    tokens += outputTokens;
    events += chunkNs.length;
  }
  return events === 0 ? 1 : Math.max(1, tokens / events);
}
