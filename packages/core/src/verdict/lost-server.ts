import { formatMs, formatNumber } from '../metric/format/format-value.ts';
import { LostServer } from '../stream/rows/lost-server.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/**
 * The loss of a server without a watched process that had responded before, until the end of the phase: from the
 * first failure that no success followed. Undefined when it was not lost.
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
    `The server was gone ${formatMs(afterMs)} into the phase (${clock}): all ${formatNumber(failures)} requests from then on failed ` +
    `(first error: ${first.errorMessage.replace(/\.$/, '')}). Check the server log, and the kernel log for an OOM kill.`
  );
}

/** The last successful request and those that ended after it, in order of their ends. */
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
