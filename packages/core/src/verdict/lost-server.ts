import { formatMs, formatNumber } from '../metric/format/format-value.ts';
import { LostServer } from '../stream/rows/lost-server.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/**
 * Since when a server that had answered was gone until the end of a phase, of which no process is watched: from the
 * first of the failures that no success followed. Undefined when it was there to the end.
 */
export function describeLostServer(phase: PhaseStreams): string | undefined {
  const server = new LostServer();
  for (const row of lastSuccessAndOn(phase)) server.take(row);
  const { loss } = server;
  if (loss === undefined) return undefined;
  const { first, failures } = loss;
  const afterMs = (first.endNs - phase.beganNs) / 1e6;
  const clock = new Date(phase.clockEpochMs + first.endNs / 1e6).toISOString();
  return (
    `The server was gone ${formatMs(afterMs)} into the phase, at ${clock}: from then on all ${formatNumber(failures)} requests failed, ` +
    `the first with: ${endedSentence(first.errorMessage)} Look at its log, and at the kernel log for an out-of-memory kill.`
  );
}

/** The last request that succeeded and those that ended after it, in the order in which they ended. */
function lastSuccessAndOn({ requests }: PhaseStreams): RequestRow[] {
  let last: RequestRow | undefined;
  for (const row of requests) {
    if (row.outcome === 'ok' && !(row.endNs <= (last?.endNs ?? Number.NEGATIVE_INFINITY))) {
      last = row;
    }
  }
  if (last === undefined) return [];
  const later: RequestRow[] = [];
  for (const row of requests) if (row.endNs > last.endNs) later.push(row);
  return [last, ...later.toSorted((one, other) => one.endNs - other.endNs)];
}

/** Messages of servers end as they like. */
function endedSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
