import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { Found } from './counter-delta.ts';
import { quantityDelta } from './quantity-delta.ts';
import { seriesOf, type ServerSeries } from './server-series.ts';
import { edgesOf, stageSpans, type ServerSpan } from './server-span.ts';

/** Bounds of a percentile, in the unit of the histogram; `high` is infinite beyond the last edge. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The increase of a histogram over the stages of a phase. */
export interface HistogramDelta {
  readonly count: number;
  readonly sum: number;
  readonly isReset: boolean;
  /** The bucket of the quantile at a share, 0 to 1; undefined where the buckets do not show it. */
  readonly intervalOf: (share: number) => Interval | undefined;
}

/** The increase of a histogram quantity over the stages, over all series that satisfy a condition. */
export function histogramDelta(
  phase: PhaseStreams,
  quantity: string,
  {
    spansOf = stageSpans,
    holds = () => true,
  }: {
    readonly spansOf?: typeof stageSpans;
    readonly holds?: (series: ServerSeries) => boolean;
  } = {},
): Found<HistogramDelta> {
  const sum = quantityDelta(phase, quantity, { part: '.sum', spansOf, holds });
  const count = quantityDelta(phase, quantity, { part: '.count', spansOf, holds });
  if (sum.kind === 'absent') return sum;
  if (count.kind === 'absent') return count;
  const isReset = sum.value.isReset || count.value.isReset;
  const buckets = isReset ? undefined : bucketsOf(phase, quantity, spansOf, holds);
  // Buckets that do not add up to the count belong to other values.
  const isWhole = buckets !== undefined && buckets.counts.at(-1) === count.value.value;
  return {
    kind: 'found',
    value: {
      count: count.value.value,
      sum: sum.value.value,
      isReset,
      intervalOf: (share) => (isWhole ? intervalIn(buckets, share) : undefined),
    },
  };
}

/** Increase of the cumulative counts, one more than finite upper edges. */
interface Buckets {
  readonly upperEdges: readonly number[];
  readonly counts: readonly number[];
}

/** The buckets of all series together; undefined where their edges differ, or a scrape at an edge has none. */
function bucketsOf(
  phase: PhaseStreams,
  quantity: string,
  spansOf: typeof stageSpans,
  holds: (series: ServerSeries) => boolean,
): Buckets | undefined {
  let upperEdges: readonly number[] | undefined;
  let counts: number[] | undefined;
  for (const series of seriesOf(phase, quantity).filter(holds)) {
    const edges = series.upperEdges ?? [];
    if (upperEdges !== undefined && !isSame(upperEdges, edges)) return undefined;
    upperEdges = edges;
    const spans = spansOf(phase, series.endpoint);
    if (spans.kind === 'open') return undefined;
    for (const span of spans.spans) {
      const gained = gainedIn(phase, series, span);
      if (gained === undefined) return undefined;
      counts = (counts ?? gained.map(() => 0)).map((one, index) => one + (gained[index] ?? 0));
    }
  }
  return upperEdges === undefined || counts === undefined ? undefined : { upperEdges, counts };
}

function gainedIn(
  phase: PhaseStreams,
  { series, endpoint, upperEdges = [] }: ServerSeries,
  { fromNs, toNs }: ServerSpan,
): number[] | undefined {
  const countsAt = (atNs: number): readonly number[] | undefined => {
    const edge = edgesOf(phase, endpoint).find(({ scrapedNs }) => scrapedNs === atNs);
    return edge?.buckets.find((one) => one.series === series)?.counts;
  };
  const after = countsAt(toNs);
  if (after === undefined) return undefined;
  // A series that appeared in between started at 0.
  const before = countsAt(fromNs) ?? Array.from({ length: upperEdges.length + 1 }, () => 0);
  return after.map((count, index) => count - (before[index] ?? 0));
}

function intervalIn({ upperEdges, counts }: Buckets, share: number): Interval | undefined {
  const total = counts.at(-1) ?? 0;
  if (total === 0) return undefined;
  const bucket = counts.findIndex((count) => count > 0 && count >= share * total);
  if (bucket < 0) return undefined;
  return {
    low: bucket === 0 ? 0 : (upperEdges[bucket - 1] ?? 0),
    high: upperEdges[bucket] ?? Infinity,
  };
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((edge, index) => edge === other[index]);
}
