import type { RequestRow } from './request-row.ts';

/** The fields of a request that show whether its stream arrived in bursts. */
type StreamedRequest = Pick<RequestRow, 'sentNs' | 'chunkNs' | 'outcome'>;

/** A response with fewer content events is too short to show a burst. */
const LEAST_EVENTS = 8;

/** From this number of content events on, two reads or fewer are a burst, even if far apart. */
const EVENTS_OF_TWO_READS = 16;

/** Content events a read from which on a read is a burst. */
const LEAST_EVENTS_PER_READ = 4;

/** Service time below which reads that share events are those of a fast server, ns. */
const LEAST_SERVICE_NS = 20e6;

/** Share of the service time below which all content came together, at its end. */
const HELD_BACK_SHARE = 0.05;

/** Time per content event below which a held-back stream was replayed and not generated, ns. */
const REPLAY_NS = 100e3;

/** Mean time between reads from which on a client would have seen the events of a read one by one, ns. */
const LEAST_READ_GAP_NS = 20e6;

/** Number of reads with the content of one response: events of one read share a timestamp. */
export function countReads({ chunkNs }: Pick<RequestRow, 'chunkNs'>): number {
  let reads = 0;
  for (let event = 0; event < chunkNs.length; event += 1) {
    if (event === 0 || chunkNs[event] !== chunkNs[event - 1]) reads += 1;
  }
  return reads;
}

/** How one stream arrived. */
interface Arrival {
  readonly events: number;
  readonly reads: number;
  /** From the send to the last content event. */
  readonly serviceNs: number;
  /** From the first content event to the last. */
  readonly spanNs: number;
}

/** Undefined for a request that failed or has too few events to show a burst. */
function arrivalOf(row: StreamedRequest): Arrival | undefined {
  const { chunkNs, sentNs, outcome } = row;
  const events = chunkNs.length;
  if (outcome !== 'ok' || events < LEAST_EVENTS) return undefined;
  const firstNs = chunkNs[0] ?? Number.NaN;
  const lastNs = chunkNs[events - 1] ?? Number.NaN;
  return {
    events,
    reads: countReads(row),
    serviceNs: lastNs - sentNs,
    spanNs: lastNs - firstNs,
  };
}

function cameInBursts({ events, reads, serviceNs, spanNs }: Arrival): boolean {
  if (!(serviceNs >= LEAST_SERVICE_NS)) return false;
  const wasHeldBack = spanNs <= serviceNs * HELD_BACK_SHARE;
  if (wasHeldBack && spanNs < (events - 1) * REPLAY_NS) return true;
  if (events < reads * LEAST_EVENTS_PER_READ) return false;
  if (wasHeldBack || (reads <= 2 && events >= EVENTS_OF_TWO_READS)) return true;
  return spanNs >= (reads - 1) * LEAST_READ_GAP_NS;
}

/**
 * Whether the content of one response arrived in bursts, so that TTFT, TPOT and ITL describe a buffer instead of the
 * server. A response with fewer than 8 content events or 20 ms of service time is never a burst. Others are when
 * - all content came within the last 5% of the service time, in reads of 4 events or more, or faster than 10,000 events
 *   per second;
 * - 16 events or more came in one or two reads;
 * - reads brought 4 events or more each, with 20 ms or more between them.
 */
export function isBurst(row: StreamedRequest): boolean {
  const arrival = arrivalOf(row);
  return arrival !== undefined && cameInBursts(arrival);
}

/** How the streams of some requests arrived. */
export interface BurstReading {
  /** Number of responses long enough to show a burst. */
  readonly judged: number;
  /** Number of those that arrived in bursts. */
  readonly inBursts: number;
  /** Whether most arrived in bursts: times within the streams then do not represent the server. */
  readonly areBursts: boolean;
  /** Content events per read of the responses that arrived in bursts; `NaN` where none did. */
  readonly eventsPerRead: number;
  /** Average share of the service time within which their content arrived, 0 to 1; `NaN` where none did. */
  readonly spanShare: number;
}

/** Looks for bursts in some requests, such as those of one window. */
export function readBursts(rows: readonly StreamedRequest[]): BurstReading {
  let judged = 0;
  let inBursts = 0;
  let events = 0;
  let reads = 0;
  let shares = 0;
  for (const row of rows) {
    const arrival = arrivalOf(row);
    if (arrival === undefined) continue;
    judged += 1;
    if (!cameInBursts(arrival)) continue;
    inBursts += 1;
    events += arrival.events;
    reads += arrival.reads;
    shares += arrival.spanNs / arrival.serviceNs;
  }
  return {
    judged,
    inBursts,
    areBursts: inBursts * 2 > judged,
    eventsPerRead: events / reads,
    spanShare: shares / inBursts,
  };
}
