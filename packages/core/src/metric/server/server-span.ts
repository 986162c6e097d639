import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { Stage } from '../../stream/stage/stages.ts';

/** The scrapes of one endpoint at the edges of what is measured: their stamps, CLOCK_MONOTONIC nanoseconds. */
export interface ServerSpan {
  readonly endpoint: number;
  readonly fromNs: number;
  readonly toNs: number;
}

/** The spans of an endpoint, or why its counters cannot be read for what is measured. */
export type ServerSpans =
  | { readonly kind: 'spans'; readonly spans: readonly ServerSpan[] }
  | { readonly kind: 'open'; readonly reason: string };

/**
 * For each stage, and each part of one in parts, the last scrape before its first request and the first after its last
 * response, where no other request of the phase falls between: the difference of counters then is of these requests alone,
 * the warm-up included.
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
    ? { kind: 'open', reason: 'the phase has no stage' }
    : { kind: 'spans', spans };
}

/** The scrapes of an endpoint at edges, in order of time. */
export function edgesOf(phase: PhaseStreams, endpoint: number): EventOf<'server-edge'>[] {
  return phase.events.flatMap((event) =>
    event.kind === 'server-edge' && event.endpoint === endpoint ? [event] : [],
  );
}

/** The requests of a stage between two windows of it, or all where it has one. */
interface StagePart {
  readonly stage: string;
  /** Its requests were sent after this. */
  readonly afterNs: number;
  /** And no later than this. */
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
): { readonly fromNs: number; readonly toNs: number } | string {
  const from = edges.findLast(({ scrapedNs }) => scrapedNs <= firstSentNs);
  const to = edges.find(({ sentNs }) => sentNs >= lastEndNs);
  if (from === undefined || to === undefined) {
    return 'open edges: the server was not read before the first request and after the last response';
  }
  const { sentNs: fromNs } = from;
  const isForeign = (row: RequestRow): boolean =>
    row.endNs > fromNs &&
    row.sentNs < to.scrapedNs &&
    !(row.stage === stage && row.sentNs > afterNs && row.sentNs <= untilNs);
  if (requests.some(isForeign)) {
    return 'open edges: other requests of the phase ran between the readings of the server';
  }
  return { fromNs: from.scrapedNs, toNs: to.scrapedNs };
}
