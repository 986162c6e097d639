import { formatMs, formatNumber } from '../metric/format-value.ts';
import { isBroken, isNotListening } from '../stream/failure-kinds.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';

/** Fewer failures in the end may be those of a server that was too busy to accept. */
const MIN_FAILURES = 3;

/**
 * Tells since when a server that had answered was gone until the end of a phase, of which no process is watched: from the
 * first of the failures that no answer followed. Undefined when it was there to the end.
 */
export function describeLostHost(phase: PhaseStreams): string | undefined {
  let lastAnswerNs = Number.NEGATIVE_INFINITY;
  for (const { outcome, endNs } of phase.requests) {
    if (outcome === 'ok' && endNs > lastAnswerNs) lastAnswerNs = endNs;
  }
  if (lastAnswerNs === Number.NEGATIVE_INFINITY) return undefined;
  let first: RequestRow | undefined;
  let count = 0;
  let isGone = false;
  for (const row of phase.requests) {
    if (!(row.endNs > lastAnswerNs) || row.outcome === 'cancelled') continue;
    if (!isNotListening(row.errorKind) && !isBroken(row.errorKind)) return undefined;
    count += 1;
    isGone ||= isNotListening(row.errorKind);
    if (first === undefined || row.endNs < first.endNs) first = row;
  }
  if (first === undefined || !isGone || count < MIN_FAILURES) return undefined;
  const afterMs = (first.endNs - phase.beganNs) / 1e6;
  const clock = new Date(phase.clockEpochMs + first.endNs / 1e6).toISOString();
  return (
    `The server was gone ${formatMs(afterMs)} into the phase, at ${clock}: from then on all ${formatNumber(count)} requests failed, ` +
    `the first with: ${endedSentence(first.errorMessage)} Look at its log, and at the kernel log for an out-of-memory kill.`
  );
}

/** Messages of servers end as they like. */
function endedSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
