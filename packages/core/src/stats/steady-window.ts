import { changePoints } from './change-point.ts';
import type { IntervalNs } from './overlap.ts';
import { median } from './quantile.ts';

/** A signal that does not change in steady state. */
export type SteadySignal =
  | {
      /** Single values, such as the latency of each request by the time of its end; a bin has their median. */
      readonly kind: 'points';
      /** In any order; points outside the window do not count. */
      readonly timesNs: Float64Array;
      readonly values: Float64Array;
    }
  | {
      /** Concurrent intervals, such as requests in flight; a bin has their average number. */
      readonly kind: 'intervals';
      /** In any order; parts outside the window do not count. */
      readonly beganNs: Float64Array;
      readonly endedNs: Float64Array;
    };

/** The longest steady state of a window, or the reason why there is none. */
export type SteadyWindow =
  | {
      readonly kind: 'steady';
      readonly beganNs: number;
      readonly endedNs: number;
      /** Number of segments of the whole window; 1 when it was steady throughout. */
      readonly levelCount: number;
    }
  | {
      readonly kind: 'none';
      /** Too few values, too many empty bins, or no steady state. */
      readonly cause: 'few' | 'gaps' | 'unsteady';
      readonly reason: string;
    };

/** Maximum number of bins; finer ones would show changes of single requests. */
const MAX_BINS = 60;
const MIN_BINS = 12;
/** Minimum average number of points per bin. */
const POINTS_PER_BIN = 4;
/** Maximum share of bins without a point; with more, changes in between are unknown. */
const MAX_EMPTY_SHARE = 0.25;
/** A steady state shorter than this share of the window does not represent the load. */
export const MIN_STEADY_SHARE = 0.4;

/**
 * Finds the steady state of a load, without warm-up, drain and changes of level. Its edges lie on bins,
 * of which the window has up to 60.
 */
export function findSteadyWindow(
  signals: readonly SteadySignal[],
  window: IntervalNs,
): SteadyWindow {
  const counts = signals.flatMap((signal) =>
    signal.kind === 'points' ? [countWithin(signal.timesNs, window)] : [],
  );
  const finestCount = Math.min(MAX_BINS, Math.floor(Math.min(...counts) / POINTS_PER_BIN));
  if (finestCount < MIN_BINS) {
    const least = MIN_BINS * POINTS_PER_BIN;
    const reason = `needs at least ${least} requests`;
    return { kind: 'none', cause: 'few', reason };
  }
  const binned = binFinely(signals, window, finestCount);
  if (binned === undefined) {
    return {
      kind: 'none',
      cause: 'gaps',
      reason: `no request ended in over ${percent(MAX_EMPTY_SHARE)} of the window`,
    };
  }
  const binCount = binned[0]?.length ?? 0;
  const places = changePoints(binned);
  const edges = [0, ...places, binCount];
  let longest = { from: 0, to: 0 };
  for (const [index, to] of edges.entries()) {
    const from = edges[index - 1] ?? 0;
    if (to - from > longest.to - longest.from) longest = { from, to };
  }
  const binNs = (window.endedNs - window.beganNs) / binCount;
  const share = (longest.to - longest.from) / binCount;
  if (share < MIN_STEADY_SHARE) {
    return {
      kind: 'none',
      cause: 'unsteady',
      reason: `the longest segment is ${percent(share)} of the window, minimum ${percent(MIN_STEADY_SHARE)}`,
    };
  }
  return {
    kind: 'steady',
    beganNs: window.beganNs + longest.from * binNs,
    endedNs: window.beganNs + longest.to * binNs,
    levelCount: edges.length - 1,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/**
 * The signals in as many bins as possible without too many empty ones: where responses arrive in bursts, a bin has to be
 * longer than the time between two bursts. Undefined when even the fewest bins are empty too often.
 */
function binFinely(
  signals: readonly SteadySignal[],
  window: IntervalNs,
  finestCount: number,
): Float64Array[] | undefined {
  for (let binCount = finestCount; binCount >= MIN_BINS; binCount = Math.floor(binCount / 1.5)) {
    const binned = signals.map((signal) => binOf(signal, window, binCount));
    const emptyCount = Math.max(...binned.map((one) => one.emptyCount));
    if (emptyCount <= MAX_EMPTY_SHARE * binCount) return binned.map(({ values }) => values);
  }
  return undefined;
}

interface Binned {
  readonly values: Float64Array;
  /** Number of bins without a point; they have the value of the bin before. */
  readonly emptyCount: number;
}

function binOf(signal: SteadySignal, window: IntervalNs, binCount: number): Binned {
  const values =
    signal.kind === 'points'
      ? mediansOf(signal, window, binCount)
      : averagesOf(signal, window, binCount);
  const emptyCount = values.filter((value) => Number.isNaN(value)).length;
  let before = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (const [bin, value] of values.entries()) {
    if (Number.isNaN(value)) values[bin] = before;
    else before = value;
  }
  return { values, emptyCount };
}

function isWithin(atNs: number, { beganNs, endedNs }: IntervalNs): boolean {
  return atNs >= beganNs && atNs < endedNs;
}

function countWithin(timesNs: Float64Array, window: IntervalNs): number {
  return timesNs.reduce((count, atNs) => (isWithin(atNs, window) ? count + 1 : count), 0);
}

/** Median of the points in each bin; `NaN` for none. The points are sorted into bins by counting, in one pass each. */
function mediansOf(
  { timesNs, values }: Extract<SteadySignal, { kind: 'points' }>,
  window: IntervalNs,
  binCount: number,
): Float64Array {
  const binNs = (window.endedNs - window.beganNs) / binCount;
  const binAt = (atNs: number): number =>
    isWithin(atNs, window)
      ? Math.min(binCount - 1, Math.floor((atNs - window.beganNs) / binNs))
      : binCount;
  const begins = new Uint32Array(binCount + 2);
  for (const atNs of timesNs) begins[binAt(atNs) + 1] = (begins[binAt(atNs) + 1] ?? 0) + 1;
  for (let bin = 1; bin < begins.length; bin += 1) {
    begins[bin] = (begins[bin] ?? 0) + (begins[bin - 1] ?? 0);
  }
  const places = begins.slice();
  const binned = new Float64Array(values.length);
  for (const [index, atNs] of timesNs.entries()) {
    const bin = binAt(atNs);
    const place = places[bin] ?? 0;
    binned[place] = values[index] ?? Number.NaN;
    places[bin] = place + 1;
  }
  return Float64Array.from({ length: binCount }, (_, bin) =>
    median(binned.subarray(begins[bin], begins[bin + 1])),
  );
}

function averagesOf(
  { beganNs, endedNs }: Extract<SteadySignal, { kind: 'intervals' }>,
  window: IntervalNs,
  binCount: number,
): Float64Array {
  const binNs = (window.endedNs - window.beganNs) / binCount;
  const areas = new Float64Array(binCount);
  for (const [index, intervalBeganNs] of beganNs.entries()) {
    const fromNs = Math.max(0, intervalBeganNs - window.beganNs);
    const toNs = Math.min(window.endedNs, endedNs[index] ?? Number.NaN) - window.beganNs;
    for (let bin = Math.floor(fromNs / binNs); bin < binCount && bin * binNs < toNs; bin += 1) {
      const heldNs = Math.min(toNs, (bin + 1) * binNs) - Math.max(fromNs, bin * binNs);
      areas[bin] = (areas[bin] ?? 0) + Math.max(0, heldNs);
    }
  }
  return areas.map((area) => area / binNs);
}
