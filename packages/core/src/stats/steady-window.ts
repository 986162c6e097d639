import { changePoints } from './change-point.ts';
import type { IntervalNs, OverlapSteps } from './overlap.ts';
import { median } from './quantile.ts';
import { countBelow } from './sorted-search.ts';

/** Something that should not change while a load is steady. */
export type SteadySignal =
  | {
      /** Single values, such as the latency of each request by the time of its end; a bin has their median. */
      readonly kind: 'points';
      /** Ascending. */
      readonly timesNs: Float64Array;
      readonly values: Float64Array;
    }
  | {
      /** A level that holds until the next, such as the requests under way; a bin has its average. */
      readonly kind: 'levels';
      /** From the beginning of the window on. */
      readonly steps: OverlapSteps;
    };

/** The longest stretch over which nothing changed, or why there is none. */
export type SteadyWindow =
  | {
      readonly kind: 'steady';
      readonly beganNs: number;
      readonly endedNs: number;
      /** Levels that the whole window fell into; 1 when it was steady all along. */
      readonly levelCount: number;
    }
  | {
      readonly kind: 'none';
      /** Too few values to tell, too many gaps between them, or a load that never settled. */
      readonly cause: 'few' | 'gaps' | 'unsettled';
      readonly reason: string;
    };

/** Finer bins would find changes of single requests. */
const MAX_BINS = 60;
const MIN_BINS = 12;
/** Values that a bin of points has on average, at the least. */
const POINTS_PER_BIN = 4;
/** Of all points, bins that hold none: more, and there is no telling what happened in between. */
const MAX_EMPTY_SHARE = 0.25;
/** A stretch shorter than this share of the window is not what the load was like. */
const MIN_STEADY_SHARE = 0.4;

/**
 * Finds the part of a load in which it was steady: warm-up, drain and changes of level are left out. Its edges lie on bins,
 * of which the window has up to 60.
 */
export function findSteadyWindow(
  signals: readonly SteadySignal[],
  window: IntervalNs,
): SteadyWindow {
  const counts = signals.flatMap((signal) =>
    signal.kind === 'points' ? [signal.timesNs.length] : [],
  );
  const binCount = Math.min(MAX_BINS, Math.floor(Math.min(...counts) / POINTS_PER_BIN));
  if (binCount < MIN_BINS) {
    const least = MIN_BINS * POINTS_PER_BIN;
    const reason = `fewer than ${least} requests cannot show whether it settled`;
    return { kind: 'none', cause: 'few', reason };
  }
  const binned = signals.map((signal) => binOf(signal, window, binCount));
  const emptyBins = Math.max(...binned.map(({ emptyCount }) => emptyCount));
  if (emptyBins > MAX_EMPTY_SHARE * binCount) {
    return {
      kind: 'none',
      cause: 'gaps',
      reason: `nothing ended in ${emptyBins} of ${binCount} parts of the time`,
    };
  }
  const places = changePoints(binned.map(({ values }) => values));
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
      cause: 'unsettled',
      reason: `it never settled: its longest steady stretch was ${Math.round(share * 100)} % of the time`,
    };
  }
  return {
    kind: 'steady',
    beganNs: window.beganNs + longest.from * binNs,
    endedNs: window.beganNs + longest.to * binNs,
    levelCount: edges.length - 1,
  };
}

interface Binned {
  readonly values: Float64Array;
  /** Bins without a value of their own; they have that of the bin before. */
  readonly emptyCount: number;
}

function binOf(signal: SteadySignal, window: IntervalNs, binCount: number): Binned {
  const binNs = (window.endedNs - window.beganNs) / binCount;
  const values = new Float64Array(binCount);
  let emptyCount = 0;
  let before = Number.NaN;
  for (let bin = 0; bin < binCount; bin += 1) {
    const fromNs = bin * binNs;
    const value =
      signal.kind === 'points'
        ? medianBetween(signal, window.beganNs + fromNs, window.beganNs + fromNs + binNs)
        : averageBetween(signal.steps, fromNs, fromNs + binNs);
    if (Number.isFinite(value)) before = value;
    else emptyCount += 1;
    values[bin] = before;
  }
  return { values: fillBeginning(values), emptyCount };
}

/** Bins before the first value have that one. */
function fillBeginning(values: Float64Array): Float64Array {
  const first = values.find((value) => !Number.isNaN(value)) ?? 0;
  return values.map((value) => (Number.isNaN(value) ? first : value));
}

function medianBetween(
  { timesNs, values }: Extract<SteadySignal, { kind: 'points' }>,
  fromNs: number,
  toNs: number,
): number {
  return median(values.subarray(countBelow(timesNs, fromNs), countBelow(timesNs, toNs)));
}

/** @param fromNs after the beginning of the steps */
function averageBetween(
  { levels, durationsNs }: OverlapSteps,
  fromNs: number,
  toNs: number,
): number {
  let reachedNs = 0;
  let area = 0;
  for (const [index, durationNs] of durationsNs.entries()) {
    const overlapNs = Math.min(toNs, reachedNs + durationNs) - Math.max(fromNs, reachedNs);
    if (overlapNs > 0) area += overlapNs * (levels[index] ?? 0);
    reachedNs += durationNs;
    if (reachedNs >= toNs) break;
  }
  return area / (toNs - fromNs);
}
