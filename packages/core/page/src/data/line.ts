import type { PackedNumbers, PageSeries } from '../../../src/report/page/page-data.ts';
import { unpackNumbers } from './unpack-numbers.ts';

/** A line or points over time; `NaN` breaks the line. */
export interface Line {
  readonly label: string;
  /** Milliseconds since the run began, ascending. */
  readonly timeMs: Float64Array;
  readonly value: Float64Array;
  /** Connected values, values held until the next one, or separate points. */
  readonly shape: 'line' | 'steps' | 'points';
  /** Index in the palette, from 0. */
  readonly color: number;
}

export function lineFromSeries({ label, timeMs, value }: PageSeries, color: number): Line {
  return {
    label,
    timeMs: unpackNumbers(timeMs),
    value: unpackNumbers(value),
    shape: 'line',
    color,
  };
}

/** A line of regularly spaced values, each held until the next. */
export function lineFromSteps(
  label: string,
  steps: { readonly fromMs: number; readonly stepMs: number },
  packed: PackedNumbers,
  color: number,
): Line {
  const values = unpackNumbers(packed);
  // The last value holds until the end of its interval.
  const value = Float64Array.of(...values, values.at(-1) ?? Number.NaN);
  const timeMs = Float64Array.from(value, (_, index) => steps.fromMs + index * steps.stepMs);
  return { label, timeMs, value, shape: 'steps', color };
}

/** How many of the ascending times are below a bound. */
export function countBelow(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of a line at a time: the last one at or before it; `NaN` before the first and within a break. */
export function valueAt({ timeMs, value }: Line, atMs: number): number {
  const after = countBelow(timeMs, atMs);
  if (timeMs[after] === atMs) return value[after] ?? Number.NaN;
  return value[after - 1] ?? Number.NaN;
}
