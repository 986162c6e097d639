import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/request-row.ts';
import type { EventOf } from '../../stream/run-event.ts';
import type { Stage } from '../../stream/stages.ts';

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
 * For each stage the last scrape before its first request and the first after its last response, where no other request of
 * the phase falls between: the difference of counters then is of the requests of the stage alone, its warm-up included.
 */
export function stageSpans(phase: PhaseStreams, endpoint: number): ServerSpans {
  const edges = edgesOf(phase, endpoint);
  const spans: ServerSpan[] = [];
  for (const stage of phase.stages) {
    const span = spanOf(phase, edges, stage);
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

function spanOf(
  phase: PhaseStreams,
  edges: readonly EventOf<'server-edge'>[],
  { name, beganNs, endedNs, requests }: Stage,
): { readonly fromNs: number; readonly toNs: number } | string {
  let lastNs = endedNs;
  for (const { endNs } of requests) if (endNs > lastNs) lastNs = endNs;
  const from = edges.findLast(({ scrapedNs }) => scrapedNs <= beganNs);
  const to = edges.find(({ sentNs }) => sentNs >= lastNs);
  if (from === undefined || to === undefined) {
    return 'open edges: the server was not read before the first request and after the last response';
  }
  const { sentNs: fromNs } = from;
  const isForeign = (row: RequestRow): boolean =>
    row.stage !== name && row.endNs > fromNs && row.sentNs < to.scrapedNs;
  if ((phase.whole ?? phase).requests.some(isForeign)) {
    return 'open edges: other requests of the phase ran between the readings of the server';
  }
  return { fromNs: from.scrapedNs, toNs: to.scrapedNs };
}
