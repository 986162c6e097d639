import { countBelow } from '../../stats/sorted-search.ts';
import { sortInPlace } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { formatMs } from '../format/format-value.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf, unmeasured } from '../measure/reading.ts';
import type { Found } from '../server/counter-delta.ts';
import { gaugeLevels, type GaugeLevels } from '../server/gauge-levels.ts';
import { countOf, isAbandoned } from '../measure/service-requests.ts';
import { NO_CUT } from './abandoned-requests.ts';

/**
 * How long an ordinary request still counts as in flight after its end, ns. Servers update gauges once per step, so a
 * request that has just ended is not an orphan.
 */
const GAUGE_LAG_NS = 250e6;

/** Requests that the server still holds after the client abandoned them, over time. */
export const serverOrphanedRequests: MetricDefinition = {
  name: 'serverOrphanedRequests',
  label: 'orphaned requests in the server',
  aliases: [],
  of: 'stage',
  unit: 'requests',
  better: 'lower',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description: 'Requests that the server still runs or queues after the client abandoned them.',
  formula:
    'requestsRunning + requestsWaiting of the server - requests in flight in the client, at least 0, at each scrape, weighted by time; a request that the client did not cancel counts as in flight for 250 ms after its end',
  read: (phase) => {
    if (!phase.stages.some(({ cancel }) => cancel !== undefined)) return unmeasured(NO_CUT);
    const abandoned = countOf(phase.requests, isAbandoned);
    if (abandoned === 0) return unmeasured('every request ended before its cancellation');
    const orphans = orphanLevels(phase);
    if (orphans.kind === 'absent') return unmeasured(orphans.reason);
    const { values, weightsNs: weights } = orphans.value;
    const perRequestMs = orphanedNs(orphans.value) / abandoned / 1e6;
    return readingOf(values, '', {
      weights,
      ...noteOf(`${formatMs(perRequestMs)} per abandoned request; the maximum is a lower bound`),
    });
  },
};

/** Orphaned requests at each scrape. */
export function orphanLevels(
  phase: PhaseStreams,
): Found<Pick<GaugeLevels, 'values' | 'weightsNs'>> {
  const running = gaugeLevels(phase, 'requestsRunning', 'sum');
  if (running.kind === 'absent') return running;
  const waiting = gaugeLevels(phase, 'requestsWaiting', 'sum');
  const queued = new Map<number, number>();
  if (waiting.kind === 'found') {
    for (const [index, atNs] of waiting.value.atNs.entries()) {
      queued.set(atNs, waiting.value.values[index] ?? 0);
    }
  }
  const inFlightAt = inFlightOf((phase.whole ?? phase).requests);
  const { atNs, values, weightsNs } = running.value;
  const orphans = values.map((level, index) => {
    const readNs = atNs[index] ?? Number.NaN;
    return Math.max(0, level + (queued.get(readNs) ?? 0) - inFlightAt(readNs));
  });
  return { kind: 'found', value: { values: orphans, weightsNs } };
}

/** Total time that orphaned requests stayed in the server, nanoseconds. */
function orphanedNs({ values, weightsNs }: Pick<GaugeLevels, 'values' | 'weightsNs'>): number {
  return values.reduce((sum, level, index) => sum + level * (weightsNs[index] ?? 0), 0);
}

/** Counts the requests in flight in the client at a timestamp. */
function inFlightOf(rows: readonly RequestRow[]): (atNs: number) => number {
  const sent = rows.filter(({ sentNs }) => !Number.isNaN(sentNs));
  const begunNs = sortInPlace(Float64Array.from(sent, ({ sentNs }) => sentNs));
  const endedNs = sortInPlace(
    Float64Array.from(sent, (row) => {
      if (Number.isNaN(row.endNs)) return Infinity;
      return row.endNs + (isAbandoned(row) ? 0 : GAUGE_LAG_NS);
    }),
  );
  return (atNs) => countBelow(begunNs, atNs) - countBelow(endedNs, atNs);
}
