import { median } from '../stats/quantile.ts';
import { countBelow } from '../stats/sorted-search.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { SampleColumns } from '../stream/sample-columns.ts';

/** Memory of everything under test over time. */
export interface MemorySeries {
  /** CLOCK_MONOTONIC nanoseconds, ascending. */
  readonly timeNs: Float64Array;
  readonly bytes: Float64Array;
}

/** Resident memory of the process tree over time. */
export function residentSeries(samples: SampleColumns): MemorySeries {
  return totalOverProcesses(samples, samples.rssBytes);
}

const SWAP_COLUMN = 'processMemory.swapBytes';

/** What a figure of anonymous memory must say when swap could not be read. */
export const NO_SWAP_NOTE = 'without swap, which was not read';

/** Whether the survey read how much of the target is in swap. */
export function readsSwap(phase: PhaseStreams): boolean {
  return phase.survey.has(SWAP_COLUMN);
}

/**
 * Memory that is neither file nor shared, over time, with what of it is in swap as the survey last read it; points where
 * it could not be read are left out.
 */
export function anonymousSeries({ samples, survey }: PhaseStreams): MemorySeries {
  const anonBytes = samples.rssBytes.map((rss, row) => rss - (samples.sharedBytes[row] ?? NaN));
  const resident = totalOverProcesses(samples, anonBytes);
  const swapRows = survey.get(SWAP_COLUMN);
  if (swapRows === undefined) return resident;
  const swap = totalOverProcesses(swapRows, swapRows.value);
  const bytes = resident.bytes.map((anon, point) => {
    const read = countBelow(swap.timeNs, (resident.timeNs[point] ?? NaN) + 1) - 1;
    // Before the first reading, it stands for what was not read yet.
    return anon + (swap.bytes[Math.max(0, read)] ?? 0);
  });
  return { timeNs: resident.timeNs, bytes };
}

/** Rows about processes, in order of time. */
interface ProcessRows {
  readonly timeNs: Float64Array;
  readonly pid: Int32Array;
}

/**
 * Sums the last known value of every process that is alive, at each stamp. A process counts from its first row to its
 * last, so that one that took the place of another is not added to it. Pages that processes share count in each.
 */
export function totalOverProcesses(rows: ProcessRows, column: Float64Array): MemorySeries {
  if (isOneProcess(rows, column)) return { timeNs: rows.timeNs, bytes: column };
  const lastRowOf = new Map<number, number>();
  const readable: number[] = [];
  for (let row = 0; row < rows.timeNs.length; row += 1) {
    if (Number.isNaN(column[row])) continue;
    lastRowOf.set(rows.pid[row] ?? NaN, row);
    readable.push(row);
  }
  const timeNs: number[] = [];
  const bytes: number[] = [];
  const latest = new Map<number, number>();
  for (const row of readable) {
    for (const pid of latest.keys()) {
      if ((lastRowOf.get(pid) ?? 0) < row) latest.delete(pid);
    }
    latest.set(rows.pid[row] ?? NaN, column[row] ?? NaN);
    let total = 0;
    for (const value of latest.values()) total += value;
    const atNs = rows.timeNs[row] ?? NaN;
    // Rows of one tick make one point.
    if (timeNs.at(-1) === atNs) bytes[bytes.length - 1] = total;
    else {
      timeNs.push(atNs);
      bytes.push(total);
    }
  }
  return { timeNs: Float64Array.from(timeNs), bytes: Float64Array.from(bytes) };
}

/** Whether the rows are all of one process, at distinct stamps and readable: the column is the series then, and an hour of it costs nothing. */
function isOneProcess(rows: ProcessRows, column: Float64Array): boolean {
  for (let row = 0; row < rows.timeNs.length; row += 1) {
    if (rows.pid[row] !== rows.pid[0] || Number.isNaN(column[row])) return false;
    if (row > 0 && rows.timeNs[row] === rows.timeNs[row - 1]) return false;
  }
  return true;
}

/** The values between two stamps, both included. */
export function bytesBetween(series: MemorySeries, fromNs: number, toNs: number): Float64Array {
  const from = countBelow(series.timeNs, fromNs);
  const below = countBelow(series.timeNs, toNs);
  const to = series.timeNs[below] === toNs ? below + 1 : below;
  return series.bytes.subarray(from, to);
}

/** Median of the values between two stamps, both included; `NaN` when there is none. */
export function medianBetween(series: MemorySeries, fromNs: number, toNs: number): number {
  return median(bytesBetween(series, fromNs, toNs));
}
