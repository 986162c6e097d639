import type { NumberColumn } from '../../stream/number-column.ts';
import { thinMinMax } from '../../stats/thin-min-max.ts';

/** A stretch of a line: values over time, in order. */
export interface LineStretch {
  readonly timeNs: Float64Array;
  readonly value: NumberColumn;
}

/** What of a stretch is drawn. */
export interface ThinnedStretch extends LineStretch {
  /** Values that were recorded. */
  readonly recordedCount: number;
  /** True when the line through the points is not the line through all values. */
  readonly isThinned: boolean;
}

/**
 * Keeps what it takes to draw a line. Values within a stretch where nothing changes lie on the line already and are left
 * out without loss; when more than `maxPoints` are left, buckets of equal count keep their least and largest value.
 * Values that are absent are left out.
 * @param maxPoints at least 4
 */
export function thinStretch({ timeNs, value }: LineStretch, maxPoints: number): ThinnedStretch {
  const turning = turningPoints(value);
  const turningValues = pick(value, turning);
  const isThinned = turning.length > maxPoints;
  const kept = isThinned
    ? Uint32Array.from(thinMinMax(turningValues, maxPoints), (index) => turning[index] ?? 0)
    : turning;
  return {
    timeNs: pick(timeNs, kept),
    value: isThinned ? pick(value, kept) : turningValues,
    recordedCount: value.length,
    isThinned,
  };
}

/** Indices of the present values that differ from the one before or the one after, the first and the last. */
function turningPoints(value: NumberColumn): Uint32Array {
  // Counted before it is filled: an hour at a kilohertz has millions of values and few that change.
  const indices = new Uint32Array(visitTurning(value, () => {}));
  visitTurning(value, (index, position) => {
    indices[position] = index;
  });
  return indices;
}

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
    if (Number.isNaN(value[index])) continue;
    if (before < 0) keep(index);
    else if (value[index] !== value[before]) {
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
