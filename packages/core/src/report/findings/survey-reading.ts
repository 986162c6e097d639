import { livesOf } from '../../metric/memory/process-lives.ts';
import { totalOverProcesses } from '../../metric/memory/resident-memory.ts';
import type { Span } from '../../metric/measure/windows.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** The values of a column; none when it was not read. */
export function valuesOf({ survey }: PhaseStreams, column: string): Float64Array {
  return survey.get(column)?.value ?? new Float64Array(0);
}

/** The largest sum over the processes of the target; `NaN` when it was not read. */
export function largestTotalOf(phase: PhaseStreams, column: string): number {
  const series = phase.survey.get(column);
  if (series === undefined) return Number.NaN;
  let largest = Number.NaN;
  for (const bytes of totalOverProcesses(series, series.value, livesOf(phase)).bytes) {
    if (!(bytes <= largest)) largest = bytes;
  }
  return largest;
}

/** The smallest sum over the processes of the target; `NaN` when it was not read. */
export function smallestTotalOf(phase: PhaseStreams, column: string): number {
  const series = phase.survey.get(column);
  if (series === undefined) return Number.NaN;
  let smallest = Number.NaN;
  for (const bytes of totalOverProcesses(series, series.value, livesOf(phase)).bytes) {
    if (!(bytes >= smallest)) smallest = bytes;
  }
  return smallest;
}

/** The growth of a monotonic counter between two timestamps; `NaN` when it was read less than twice. */
export function growthBetween(
  { survey }: PhaseStreams,
  column: string,
  between: { readonly fromNs: number; readonly toNs: number; readonly source?: number },
): number {
  const series = survey.get(column);
  if (series === undefined) return Number.NaN;
  const { fromNs, toNs, source } = between;
  const bounds = new Map<string, { first: number; last: number; reads: number }>();
  for (const [row, value] of series.value.entries()) {
    const atNs = series.timeNs[row] ?? Number.NaN;
    if (atNs < fromNs || atNs > toNs) continue;
    if (source !== undefined && series.source[row] !== source) continue;
    // Each process and source has its own counter.
    const key = `${series.pid[row] ?? 0} ${series.source[row] ?? 0}`;
    const known = bounds.get(key);
    bounds.set(key, { first: known?.first ?? value, last: value, reads: (known?.reads ?? 0) + 1 });
  }
  const readTwice = [...bounds.values()].filter(({ reads }) => reads > 1);
  if (readTwice.length === 0) return Number.NaN;
  return readTwice.reduce((sum, { first, last }) => sum + (last - first), 0);
}

/** The total growth of a monotonic counter within windows; 0 where it was not read twice in any. */
export function growthWithin(
  phase: PhaseStreams,
  windows: readonly Span[],
  column: string,
  source?: number,
): number {
  return windows
    .map(({ beganNs, endedNs }) =>
      growthBetween(phase, column, {
        fromNs: beganNs,
        toNs: endedNs,
        ...(source === undefined ? {} : { source }),
      }),
    )
    .filter((growth) => !Number.isNaN(growth))
    .reduce((sum, growth) => sum + growth, 0);
}
