import type { DistributionSeries, Family } from '../exposition/exposition.ts';
import type { HistogramReading, SeriesReading } from '../server-reading.ts';
import { keptSeries } from './kept-series.ts';
import type { MapEntry, ServerMap } from './server-map.ts';

/** Significant digits kept by a change of unit: 0.07 s is 70 ms, not 70.00000000000001. */
const KEPT_DIGITS = 15;

/** Reads the series of a histogram. An inconsistent one is ignored, with a note. */
export function readHistograms(
  map: ServerMap,
  entry: MapEntry,
  family: Family,
  notes: Set<string>,
): readonly SeriesReading[] {
  const readings: SeriesReading[] = [];
  for (const { labels, series } of keptSeries(map, entry, family.distributions.values()).values()) {
    const histograms = series.map((one) => histogramOf(one, entry.scale ?? 1));
    const [first, ...others] = histograms;
    const whole = others.reduce((sum, other) => addedUp(sum, other), first);
    if (typeof whole === 'object') {
      readings.push({
        quantity: entry.quantity,
        labels,
        family: family.name,
        quantum: 0,
        histogram: whole,
      });
    } else if (whole !== undefined) {
      notes.add(`${family.name} is ignored: ${whole}`);
    }
  }
  return readings;
}

/** The series in the unit of its quantity, or the reason why it is invalid. */
function histogramOf(
  { buckets, sum, count }: DistributionSeries,
  scale: number,
): HistogramReading | string {
  const sorted = [...buckets].toSorted(([one], [other]) => one - other);
  const cumulativeCounts = sorted.map(([, counted]) => counted);
  const isCumulative = cumulativeCounts.every(
    (counted, index) => counted >= (cumulativeCounts[index - 1] ?? 0),
  );
  const last = sorted.at(-1);
  if (last?.[0] !== Infinity) return 'it has no +Inf bucket';
  if (sum === undefined || !Number.isFinite(sum)) return 'it has no sum';
  if (count === undefined || count !== last[1]) return 'its count differs from its +Inf bucket';
  if (!isCumulative || !Number.isFinite(count)) return 'its buckets are not cumulative';
  const upperEdges = sorted.map(([edge]) => Number((edge * scale).toPrecision(KEPT_DIGITS)));
  return { sum: sum * scale, count, upperEdges, cumulativeCounts };
}

function addedUp(
  one: HistogramReading | string | undefined,
  other: HistogramReading | string,
): HistogramReading | string {
  if (typeof one !== 'object') return one ?? other;
  if (typeof other === 'string') return other;
  const isAlike =
    one.upperEdges.length === other.upperEdges.length &&
    one.upperEdges.every((edge, index) => edge === other.upperEdges[index]);
  if (!isAlike) return 'its series have different buckets';
  return {
    sum: one.sum + other.sum,
    count: one.count + other.count,
    upperEdges: one.upperEdges,
    cumulativeCounts: one.cumulativeCounts.map(
      (counted, index) => counted + (other.cumulativeCounts[index] ?? 0),
    ),
  };
}
