import { packBytes, packTimesMs } from './pack-numbers.ts';
import type { PackedNumbers, PageSeries } from './page-data.ts';
import { thinStretch, type LineStretch } from './thin-line.ts';

/** Time from the last value to the break, ms: two time quanta, so that the break has a distinct time. */
const BREAK_MS = 0.002;

/** Minimum points per stretch, regardless of how many stretches share the points. */
const MIN_POINTS = 64;

/**
 * A line from its stretches, with a break after each. Points are shared in proportion to recorded values.
 * @param beganNs start of the run, the zero of all times
 * @param pack packs the values (default: as bytes)
 * @returns undefined when there is no value to draw
 */
export function lineOf(
  label: string,
  stretches: readonly LineStretch[],
  beganNs: number,
  maxPoints: number,
  pack: (values: Float64Array) => PackedNumbers = packBytes,
): PageSeries | undefined {
  const recorded = stretches.reduce((sum, { value }) => sum + value.length, 0);
  const thinned = stretches.map((stretch) =>
    thinStretch(
      stretch,
      Math.max(MIN_POINTS, Math.floor((maxPoints * stretch.value.length) / recorded)),
    ),
  );
  const drawn = thinned.filter(({ value }) => value.length > 0);
  const count = drawn.reduce((sum, { value }) => sum + value.length + 1, 0);
  if (count === 0) return undefined;
  const timeMs = new Float64Array(count);
  const values = new Float64Array(count);
  let offset = 0;
  for (const { timeNs, value } of drawn) {
    for (let index = 0; index < timeNs.length; index += 1) {
      timeMs[offset + index] = ((timeNs[index] ?? Number.NaN) - beganNs) / 1e6;
    }
    values.set(value, offset);
    offset += value.length;
    timeMs[offset] = (timeMs[offset - 1] ?? Number.NaN) + BREAK_MS;
    values[offset] = Number.NaN;
    offset += 1;
  }
  return {
    label,
    timeMs: packTimesMs(timeMs),
    value: pack(values),
    recordedCount: recorded,
    isThinned: thinned.some((one) => one.isThinned),
  };
}

/** Whether a line has a value other than zero. */
export function isEverNonZero(stretches: readonly LineStretch[]): boolean {
  return stretches.some(({ value }) => value.some((one) => one !== 0 && !Number.isNaN(one)));
}
