import type { RunEvent } from '../../stream/events/run-event.ts';
import { isLoader, type MergePart } from '../part/merge-part.ts';

/** Whether an event is about the metrics that a server reports. */
export function isOfServerMetrics({ kind }: RunEvent): boolean {
  return (
    kind === 'server-metrics-found' ||
    kind === 'server-metrics-absent' ||
    kind === 'server-series' ||
    kind === 'server-edge'
  );
}

/**
 * The machines whose readings of server metrics are kept: every machine that sends load reads those of the same server, which
 * counted twice would be wrong. The watching machines, nearest to it, where they found as many endpoints; else the first that
 * sends load and found the most.
 */
export function readersOfServers(parts: readonly MergePart[]): Set<string> {
  const watchers = parts.filter((part) => !isLoader(part));
  const watched = watchers.reduce((sum, part) => sum + endpointsOf(part), 0);
  const [best] = parts
    .filter(isLoader)
    .toSorted((one, other) => endpointsOf(other) - endpointsOf(one));
  const isEnough = watched > 0 && watched >= (best === undefined ? 0 : endpointsOf(best));
  if (isEnough) return new Set(watchers.map(({ machine }) => machine));
  return new Set(best === undefined ? [] : [best.machine]);
}

/** Number of endpoints with metrics of a known server. */
function endpointsOf({ events }: MergePart): number {
  return new Set(
    events.flatMap((event) => (event.kind === 'server-metrics-found' ? [event.endpoint] : [])),
  ).size;
}
