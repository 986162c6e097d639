import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { Stage } from '../../stream/stage/stages.ts';

/** Timestamps of the scrapes of one endpoint at both edges of a measurement, CLOCK_MONOTONIC nanoseconds. */
export interface ServerSpan {
  readonly endpoint: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** First send of the measurement, at or after `fromNs`: over several machines, all are prepared seconds before it. */
  readonly loadFromNs: number;
}

/** The spans of an endpoint, or the reason why its counters do not cover the measurement. */
export type ServerSpans =
  | { readonly kind: 'spans'; readonly spans: readonly ServerSpan[] }
  | { readonly kind: 'open'; readonly reason: string };

/**
 * For each stage, or each part of a stage in parts, the last scrape before its first request and the first after its last
 * response, if no other request of the phase falls between: the difference of counters is of these requests alone,
 * warm-up included.
 */
export function stageSpans(phase: PhaseStreams, endpoint: number): ServerSpans {
  const edges = edgesOf(phase, endpoint);
  const { requests } = phase.whole ?? phase;
  const spans: ServerSpan[] = [];
  for (const part of phase.stages.flatMap(partsOf)) {
    const span = spanOf(part, edges, requests);
    if (typeof span === 'string') return { kind: 'open', reason: span };
    spans.push({ endpoint, ...span });
  }
  return spans.length === 0
    ? { kind: 'open', reason: 'the phase has no stages' }
    : { kind: 'spans', spans };
}

/** The edge scrapes of an endpoint, in order of time. */
export function edgesOf(phase: PhaseStreams, endpoint: number): EventOf<'server-edge'>[] {
  return phase.events.flatMap((event) =>
    event.kind === 'server-edge' && event.endpoint === endpoint ? [event] : [],
  );
}

/** The requests of a part of a stage, up to the end of one of its windows; all where it has one window. */
interface StagePart {
  readonly stage: string;
  /** Requests sent after this belong to it. */
  readonly afterNs: number;
  /** Requests sent later than this do not. */
  readonly untilNs: number;
  readonly firstSentNs: number;
  readonly lastEndNs: number;
}

function partsOf({ name, windows, requests, beganNs, endedNs }: Stage): StagePart[] {
  const ends = windows.length > 1 ? windows.slice(0, -1).map((window) => window.endedNs) : [];
  return [...ends, Infinity].map((untilNs, index) => {
    const afterNs = ends[index - 1] ?? -Infinity;
    const isLast = untilNs === Infinity;
    let firstSentNs = Infinity;
    let lastEndNs = isLast ? endedNs : untilNs;
    for (const { sentNs, endNs } of requests) {
      if (!(sentNs > afterNs && sentNs <= untilNs)) continue;
      if (sentNs < firstSentNs) firstSentNs = sentNs;
      if (endNs > lastEndNs) lastEndNs = endNs;
    }
    if (firstSentNs === Infinity) firstSentNs = Math.max(afterNs, beganNs);
    return { stage: name, afterNs, untilNs, firstSentNs, lastEndNs };
  });
}

function spanOf(
  { stage, afterNs, untilNs, firstSentNs, lastEndNs }: StagePart,
  edges: readonly EventOf<'server-edge'>[],
  requests: readonly RequestRow[],
): Omit<ServerSpan, 'endpoint'> | string {
  const from = edges.findLast(({ scrapedNs }) => scrapedNs <= firstSentNs);
  const to = edges.find(({ sentNs }) => sentNs >= lastEndNs);
  if (from === undefined || to === undefined) {
    return 'open edges: the server was not scraped both before the first request and after the last response';
  }
  const { sentNs: fromNs } = from;
  const isForeign = (row: RequestRow): boolean =>
    row.endNs > fromNs &&
    row.sentNs < to.scrapedNs &&
    !(row.stage === stage && row.sentNs > afterNs && row.sentNs <= untilNs);
  if (requests.some(isForeign)) {
    return 'open edges: other requests of the phase ran between the scrapes';
  }
  return { fromNs: from.scrapedNs, toNs: to.scrapedNs, loadFromNs: firstSentNs };
}
