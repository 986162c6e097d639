import { median } from '../stats/quantile.ts';
import { countBelow } from '../stats/sorted-search.ts';
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

/** Resident memory that is neither file nor shared, over time; points where it could not be read are left out. */
export function anonymousSeries(samples: SampleColumns): MemorySeries {
  const anonBytes = samples.rssBytes.map((rss, row) => rss - (samples.sharedBytes[row] ?? NaN));
  return totalOverProcesses(samples, anonBytes);
}

/**
 * Sums the last known value of every process that is alive, at each stamp. A process counts from its first row to its
 * last, so that one that took the place of another is not added to it. Pages that processes share count in each.
 */
function totalOverProcesses(samples: SampleColumns, column: Float64Array): MemorySeries {
  if (isOneProcess(samples, column)) {
    const { count } = samples;
    return { timeNs: samples.timeNs.subarray(0, count), bytes: column.subarray(0, count) };
  }
  const lastRowOf = new Map<number, number>();
  const readable: number[] = [];
  for (let row = 0; row < samples.count; row += 1) {
    if (Number.isNaN(column[row])) continue;
    lastRowOf.set(samples.pid[row] ?? NaN, row);
    readable.push(row);
  }
  const timeNs: number[] = [];
  const bytes: number[] = [];
  const latest = new Map<number, number>();
  for (const row of readable) {
    for (const pid of latest.keys()) {
      if ((lastRowOf.get(pid) ?? 0) < row) latest.delete(pid);
    }
    latest.set(samples.pid[row] ?? NaN, column[row] ?? NaN);
    let total = 0;
    for (const value of latest.values()) total += value;
    const atNs = samples.timeNs[row] ?? NaN;
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
function isOneProcess(samples: SampleColumns, column: Float64Array): boolean {
  for (let row = 0; row < samples.count; row += 1) {
    if (samples.pid[row] !== samples.pid[0] || Number.isNaN(column[row])) return false;
    if (row > 0 && samples.timeNs[row] === samples.timeNs[row - 1]) return false;
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
