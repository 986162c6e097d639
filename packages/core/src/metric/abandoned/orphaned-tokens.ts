import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/request-row.ts';
import { quantityDelta } from '../server/quantity-delta.ts';
import { isAbandoned } from '../service-requests.ts';

/** Output tokens that a server generated for requests after the client had cut them. */
export interface OrphanedTokens {
  readonly generated: number;
  /** What was left to be generated of these requests at most. */
  readonly possible: number;
}

/**
 * What the server's counter of generated tokens gained beyond the tokens that responses had, until the cut or in all.
 * @returns undefined where the server counts none, restarted, or a count of the client is not the server's own
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
      // What the server generated for one that failed is not known.
      return undefined;
    }
  }
  const generated = delta.value.value - received;
  return Number.isNaN(generated) || possible === 0
    ? undefined
    : { generated: Math.max(0, generated), possible };
}

/** Output tokens of an event of successful streamed requests: a request that was cut is counted by its events. */
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
