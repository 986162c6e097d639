import type { NumberColumn } from '../../stream/columns/number-column.ts';

/** A stretch of a line: values over time, in order. */
export interface LineStretch {
  readonly timeNs: Float64Array;
  readonly value: NumberColumn;
}

/** The points of a stretch that are drawn. */
export interface ThinnedStretch {
  readonly timeNs: Float64Array;
  readonly value: Float64Array;
  /** Number of recorded values. */
  readonly recordedCount: number;
  /** True when the line through the points is not the line through all values. */
  readonly isThinned: boolean;
}

/**
 * Keeps the points needed to draw a line. Values inside a constant stretch lie on the line and are dropped losslessly;
 * if more than `maxPoints` are left, buckets of equal count keep their minimum and maximum. Missing values are dropped.
 * Ten million values need no memory beyond that of the points.
 * @param maxPoints at least 4
 */
export function thinStretch({ timeNs, value }: LineStretch, maxPoints: number): ThinnedStretch {
  const turning = visitTurning(value, () => {});
  const isThinned = turning > maxPoints;
  const kept = isThinned ? extremes(value, turning, maxPoints) : turningPoints(value, turning);
  return {
    timeNs: pick(timeNs, kept),
    value: pick(value, kept),
    recordedCount: value.length,
    isThinned,
  };
}

/** Every point where the line turns. */
function turningPoints(value: NumberColumn, count: number): Uint32Array {
  const indices = new Uint32Array(count);
  visitTurning(value, (index, position) => {
    indices[position] = index;
  });
  return indices;
}

/** The first and last points, and the minimum and maximum of each bucket in between, in time order. */
function extremes(value: NumberColumn, count: number, maxPoints: number): Uint32Array {
  const buckets = Math.floor((maxPoints - 2) / 2);
  const kept = new Uint32Array(2 * buckets + 2);
  let length = 0;
  let bucket = -1;
  let least = -1;
  let largest = -1;
  const keep = (index: number): void => {
    if (index < 0 || (length > 0 && kept[length - 1] === index)) return;
    kept[length] = index;
    length += 1;
  };
  const close = (): void => {
    keep(Math.min(least, largest));
    keep(Math.max(least, largest));
  };
  let last = -1;
  visitTurning(value, (index, position) => {
    if (position === 0) keep(index);
    const at = Math.floor((position * buckets) / count);
    if (at !== bucket) {
      close();
      bucket = at;
      least = index;
      largest = index;
    }
    const one = value[index] ?? Number.NaN;
    if (one < (value[least] ?? Number.NaN)) least = index;
    if (one > (value[largest] ?? Number.NaN)) largest = index;
    last = index;
  });
  close();
  keep(last);
  return kept.subarray(0, length);
}

/** Visits the first, the last, and each present value that differs from a neighbor; returns how many it visited. */
function visitTurning(
  value: NumberColumn,
  visit: (index: number, position: number) => void,
): number {
  let count = 0;
  let visited = -1;
  let before = -1;
  const keep = (index: number): void => {
    if (index < 0 || index === visited) return;
    visit(index, count);
    visited = index;
    count += 1;
  };
  for (let index = 0; index < value.length; index += 1) {
    const one = value[index] ?? Number.NaN;
    if (Number.isNaN(one)) continue;
    if (before < 0) keep(index);
    else if (one !== value[before]) {
      keep(before);
      keep(index);
    }
    before = index;
  }
  keep(before);
  return count;
}

function pick(values: NumberColumn, indices: Uint32Array): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let position = 0; position < indices.length; position += 1) {
    picked[position] = values[indices[position] ?? 0] ?? Number.NaN;
  }
  return picked;
}
