import type { EventPlace, PhaseBuilder } from '../../stream/built/phase-builder.ts';
import type { RunEvent } from '../../../src/stream/events/run-event.ts';

/** When the process of the server began, Unix seconds. */
const STARTED = 1_700_000_000;

/** A histogram at one scrape. */
interface HistogramAt {
  readonly sum: number;
  readonly count: number;
  /** Cumulative, one more than edges. */
  readonly buckets?: readonly number[];
}

/** A counter or a gauge by the time of the scrape, or a histogram. */
interface BuiltSeries {
  readonly quantity: string;
  readonly kind?: 'gauge' | 'counter' | 'histogram';
  readonly combine?: 'sum' | 'each';
  readonly endpoint?: number;
  readonly labels?: Record<string, string>;
  readonly upperEdges?: number[];
  /** By the milliseconds of the scrape. */
  readonly at: Readonly<Record<number, number | HistogramAt>>;
}

/** How a server was scraped. */
export interface Scraped {
  /** Milliseconds of the scrapes at edges, the first bytes of whose responses came 1 ms after they were sent. */
  readonly edgesMs: readonly number[];
  readonly series: readonly BuiltSeries[];
  /** When the process began, by the time from which a scrape shows it; it does not move when absent. */
  readonly startsAt?: Readonly<Record<number, number>>;
  readonly showsStart?: boolean;
}

/** Adds to a phase what a server reported at some times. */
export function scraped(
  phase: PhaseBuilder,
  { edgesMs, series, startsAt, showsStart = true }: Scraped,
): PhaseBuilder {
  const found = (place: EventPlace): RunEvent => ({
    kind: 'server-metrics-found',
    ...place,
    endpoint: 0,
    url: 'http://server/metrics',
    server: 'vllm',
  });
  phase.event(0, found);
  const stamps = new Set<number>(edgesMs);
  for (const [number, one] of series.entries()) {
    const {
      quantity,
      kind = 'counter',
      combine = 'sum',
      endpoint = 0,
      labels = {},
      upperEdges,
    } = one;
    phase.event(0, (place) => ({
      kind: 'server-series',
      ...place,
      endpoint,
      series: number,
      quantity,
      quantityKind: kind,
      unit: 'count',
      combine,
      family: `vllm:${quantity}`,
      labels,
      ...(upperEdges === undefined ? {} : { upperEdges }),
    }));
    for (const [key, value] of Object.entries(one.at)) {
      const atMs = Number(key);
      stamps.add(atMs);
      if (typeof value === 'number') phase.surveyed(`server.${quantity}`, atMs, value, 0, number);
      else {
        phase.surveyed(`server.${quantity}.sum`, atMs, value.sum, 0, number);
        phase.surveyed(`server.${quantity}.count`, atMs, value.count, 0, number);
      }
    }
  }
  for (const atMs of [...stamps].toSorted((a, b) => a - b)) {
    const since = Object.entries(startsAt ?? {}).findLast(([fromMs]) => Number(fromMs) <= atMs);
    if (showsStart) phase.surveyed('serverScrape.startSeconds', atMs, since?.[1] ?? STARTED, 0, 0);
  }
  for (const atMs of edgesMs) {
    phase.event(atMs, (place) => ({
      kind: 'server-edge',
      ...place,
      endpoint: 0,
      sentNs: place.atNs - 1e6,
      scrapedNs: place.atNs,
      buckets: series.flatMap(({ at }, number) => {
        const value = Object.entries(at).find(([key]) => Number(key) === atMs)?.[1];
        return typeof value === 'object' && value.buckets !== undefined
          ? [{ series: number, counts: [...value.buckets] }]
          : [];
      }),
    }));
  }
  return phase;
}
