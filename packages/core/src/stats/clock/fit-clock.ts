import { largestErrorNs } from './clock-bound.ts';
import { roundTripNs, type ClockExchange } from './clock-exchange.ts';
import { MOST_DRIFT, type ClockLine, type ClockRange } from './clock-line.ts';
import { quickestByPart } from './quickest-exchanges.ts';

/** A line from the own clock to another one, and how far it can be off. */
export interface ClockFit extends ClockLine {
  /** Maximum error of the line over the range that it was fitted for, nanoseconds. */
  readonly boundNs: number;
}

/** Where exchanges span less than this, their drift is noise: the offset alone is fitted, nanoseconds. */
const LEAST_SPAN_NS = 1e9;

/**
 * Fits the line from the own clock to another one: least squares over the midpoints of the quickest exchanges of each part
 * of the time. The other clock is read between question and reply, so each exchange limits how far the line can be off:
 * `boundNs` is the largest error that none of them contradicts, whatever the delays of the two directions. It holds for
 * clocks whose rates differ by a constant below `MOST_DRIFT`.
 * @param range over which the bound holds, besides the time of the exchanges
 * @returns undefined without an exchange whose reply arrived after its question
 */
export function fitClock(
  exchanges: readonly ClockExchange[],
  range: ClockRange = { fromNs: Infinity, toNs: -Infinity },
): ClockFit | undefined {
  const usable = exchanges.filter((one) => roundTripNs(one) >= 0);
  const parts = quickestByPart(usable);
  const quickest = parts.flat();
  const [first] = quickest;
  if (first === undefined) return undefined;
  const whole = {
    fromNs: Math.min(range.fromNs, ...quickest.map(({ sentNs }) => sentNs)),
    toNs: Math.max(range.toNs, ...quickest.map(({ receivedNs }) => receivedNs)),
  };
  const line = lineThrough(quickest, first.sentNs);
  return { ...line, boundNs: largestErrorNs(line, parts, usable, whole) };
}

/** The round trip below which a midpoint gets no more weight: clocks are read to less than this, nanoseconds. */
const LEAST_ROUND_TRIP_NS = 1e3;

/**
 * Least squares over midpoints, each by the inverse square of its round trip, which limits its error. Counted from a near time
 * so that doubles stay exact.
 */
function lineThrough(exchanges: readonly ClockExchange[], zeroNs: number): ClockLine {
  const points = exchanges.map((exchange) => {
    const { sentNs, remoteNs, receivedNs } = exchange;
    const middleNs = (sentNs - zeroNs + (receivedNs - zeroNs)) / 2;
    const weight = 1 / Math.max(LEAST_ROUND_TRIP_NS, roundTripNs(exchange)) ** 2;
    return { x: middleNs, y: remoteNs - zeroNs - middleNs, weight };
  });
  const whole = sumOf(points, () => 1);
  const meanX = sumOf(points, ({ x }) => x) / whole;
  const meanY = sumOf(points, ({ y }) => y) / whole;
  const spread = sumOf(points, ({ x }) => (x - meanX) ** 2);
  const together = sumOf(points, ({ x, y }) => (x - meanX) * (y - meanY));
  const spanNs = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  const slope = spanNs >= LEAST_SPAN_NS && spread > 0 ? together / spread : 0;
  const drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, slope));
  return { atNs: zeroNs + meanX, offsetNs: meanY, drift };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

function sumOf(points: readonly Point[], valueOf: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + point.weight * valueOf(point), 0);
}
