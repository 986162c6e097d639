import { countBelow, type Line } from './line.ts';

/** Lines within a window on shared times, as a plot takes them. */
export interface LinesView {
  readonly timeMs: Float64Array;
  /** One value per line and time: `undefined` if the line has no point there, `null` in a break. */
  readonly values: readonly (readonly (number | null | undefined)[])[];
  /** Points within the window, and how many of them are drawn. */
  readonly points: number;
  readonly drawn: number;
}

/**
 * The lines within a window, with the point before and after it so that lines reach its edges. With more points than
 * are distinguishable, each column keeps its minimum and maximum.
 * @param columns number of distinguishable points across the plot
 */
export function viewOfLines(
  lines: readonly Line[],
  fromMs: number,
  toMs: number,
  columns: number,
): LinesView {
  const chosen = lines.map((line) => choose(line, fromMs, toMs, columns));
  const timeMs = unionOf(lines, chosen);
  return {
    timeMs,
    values: lines.map((line, index) => align(line, chosen[index]?.indices ?? [], timeMs)),
    points: chosen.reduce((sum, { within }) => sum + within, 0),
    drawn: chosen.reduce((sum, { indices }) => sum + indices.length, 0),
  };
}

interface Choice {
  readonly indices: readonly number[];
  readonly within: number;
}

function choose({ timeMs, value }: Line, fromMs: number, toMs: number, columns: number): Choice {
  const from = Math.max(0, countBelow(timeMs, fromMs) - 1);
  const to = Math.min(timeMs.length, countBelow(timeMs, toMs) + 1);
  const within = Math.max(0, to - from);
  if (within <= 4 * columns) {
    return { indices: Array.from({ length: within }, (_, offset) => from + offset), within };
  }
  const indices: number[] = [];
  for (let column = 0; column < columns; column += 1) {
    const first = from + Math.floor((column * within) / columns);
    const end = from + Math.floor(((column + 1) * within) / columns);
    let least = first;
    let largest = first;
    let breakAt = -1;
    for (let index = first; index < end; index += 1) {
      const one = value[index] ?? Number.NaN;
      if (Number.isNaN(one)) {
        breakAt = index;
        continue;
      }
      if (!(one >= (value[least] ?? Number.NaN))) least = index;
      if (!(one <= (value[largest] ?? Number.NaN))) largest = index;
    }
    const kept = new Set([first, least, largest, end - 1]);
    if (breakAt >= 0) kept.add(breakAt);
    indices.push(...[...kept].toSorted((a, b) => a - b));
  }
  return { indices, within };
}

function unionOf(lines: readonly Line[], chosen: readonly Choice[]): Float64Array {
  const total = chosen.reduce((sum, { indices }) => sum + indices.length, 0);
  const all = new Float64Array(total);
  let next = 0;
  for (const [position, { timeMs }] of lines.entries()) {
    for (const index of chosen[position]?.indices ?? []) {
      all[next] = timeMs[index] ?? Number.NaN;
      next += 1;
    }
  }
  all.sort();
  let distinct = 0;
  for (const time of all) {
    if (distinct > 0 && all[distinct - 1] === time) continue;
    all[distinct] = time;
    distinct += 1;
  }
  return all.slice(0, distinct);
}

function align(
  { timeMs, value }: Line,
  indices: readonly number[],
  times: Float64Array,
): (number | null | undefined)[] {
  const aligned: (number | null | undefined)[] = [];
  // A line is broken before its first value, after its last one, and from a break to the next value.
  let isBroken = true;
  const fillUntil = (place: number): void => {
    while (aligned.length < place) aligned.push(isBroken ? null : undefined);
  };
  let place = 0;
  for (const index of indices) {
    const time = timeMs[index] ?? Number.NaN;
    while (place < times.length && (times[place] ?? Number.NaN) < time) place += 1;
    fillUntil(place);
    const one = value[index] ?? Number.NaN;
    isBroken = Number.isNaN(one);
    aligned.push(isBroken ? null : one);
  }
  isBroken = true;
  fillUntil(times.length);
  return aligned;
}
