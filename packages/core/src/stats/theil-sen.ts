import { quantileOfSorted, sortAscending } from './quantile.ts';
import { serialInflation } from './dependence/serial-dependence.ts';

/** Points of one series, in which a level may differ from that of other series. */
export interface TrendSeries {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** A slope that is robust against outliers, with its interval. */
export interface Trend {
  /** Median slope, in units of y per unit of x. */
  readonly slope: number;
  /** 95% confidence interval; infinite on a side that so few points cannot bound. */
  readonly low: number;
  readonly high: number;
  /** Points used, after thinning. */
  readonly points: number;
  /** Pairs of points used. */
  readonly pairs: number;
}

/** Points kept of all series together: 500 make at most 124,750 pairs, some tens of milliseconds. */
const MAX_POINTS = 500;

/** Two-sided 95% of the normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * The slope of Theil and Sen: the median of the slopes between all pairs of points of the same series, so that a step
 * of level between two series is no trend (the seasonal Kendall slope of Hirsch and Slack). The interval is Sen's,
 * from the variance of Kendall's S, corrected for ties in y and for dependent neighbors.
 *
 * Cost is bounded: of more than 500 points, evenly spaced ones are kept, the first and last of each series among them;
 * the choice depends on the order of the points alone, so the same points always give the same slope.
 * @returns undefined when no two points differ in x
 */
export function theilSen(series: readonly TrendSeries[]): Trend | undefined {
  const total = series.reduce((sum, { x }) => sum + x.length, 0);
  const kept = series.map((one) => thin(one, total));
  const slopes: number[] = [];
  for (const { x, y } of kept) {
    for (let later = 1; later < x.length; later += 1) {
      for (let earlier = 0; earlier < later; earlier += 1) {
        const run = (x[later] ?? Number.NaN) - (x[earlier] ?? Number.NaN);
        if (run !== 0) slopes.push(((y[later] ?? Number.NaN) - (y[earlier] ?? Number.NaN)) / run);
      }
    }
  }
  if (slopes.length === 0) return undefined;
  const ascending = sortAscending(slopes);
  const slope = quantileOfSorted(ascending, 0.5);
  let variance = 0;
  for (const { x, y } of kept) {
    const rest = Float64Array.from(y, (value, index) => value - slope * (x[index] ?? Number.NaN));
    variance += kendallVariance(y) * serialInflation(rest);
  }
  const halfWidth = Z_95 * Math.sqrt(variance);
  // Ranks counted from 1, rounded outward: the interval may be wider than 95%, never narrower.
  const lowRank = Math.floor((ascending.length - halfWidth) / 2);
  const highRank = Math.ceil((ascending.length + halfWidth) / 2) + 1;
  return {
    slope,
    low: ascending[lowRank - 1] ?? Number.NEGATIVE_INFINITY,
    high: ascending[highRank - 1] ?? Number.POSITIVE_INFINITY,
    points: kept.reduce((sum, { x }) => sum + x.length, 0),
    pairs: ascending.length,
  };
}

function thin({ x, y }: TrendSeries, total: number): { x: number[]; y: number[] } {
  const wanted =
    total <= MAX_POINTS ? x.length : Math.max(2, Math.floor((x.length * MAX_POINTS) / total));
  const count = Math.min(x.length, wanted);
  const step = count > 1 ? (x.length - 1) / (count - 1) : 0;
  const indices = Array.from({ length: count }, (_, index) => Math.round(index * step));
  return {
    x: indices.map((index) => x[index] ?? Number.NaN),
    y: indices.map((index) => y[index] ?? Number.NaN),
  };
}

/** Variance of Kendall's S over so many values without ties. */
function spread(count: number): number {
  return (count * (count - 1) * (2 * count + 5)) / 18;
}

function kendallVariance(y: readonly number[]): number {
  const ties = new Map<number, number>();
  for (const value of y) ties.set(value, (ties.get(value) ?? 0) + 1);
  let variance = spread(y.length);
  for (const tied of ties.values()) variance -= spread(tied);
  return Math.max(0, variance);
}
