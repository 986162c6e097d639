import { median } from '../../stats/quantile.ts';
import { countBelow } from '../../stats/sorted-search.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { narrowColumn } from '../../stream/columns/narrow-column.ts';
import type { NumberColumn } from '../../stream/columns/number-column.ts';
import { lifeAt, livesOf, MAX_PIDS, ONE_LIFE_EACH, type ProcessLives } from './process-lives.ts';
import type { SampleColumns } from '../../stream/columns/sample-columns.ts';

/** The streams of a phase that its memory is read from. */
type SampledPhase = Pick<PhaseStreams, 'samples' | 'survey' | 'events'>;

/** Memory of the target over time. */
export interface MemorySeries {
  /** CLOCK_MONOTONIC nanoseconds, ascending. */
  readonly timeNs: Float64Array;
  readonly bytes: NumberColumn;
}

const HUGETLB_COLUMN = 'tree.hugetlbBytes';

/** RSS of the process tree over time, plus huge pages as the survey last read them: RSS does not include them. */
export function residentSeries(phase: SampledPhase): MemorySeries {
  const { samples, survey } = phase;
  const series = totalOverProcesses(samples, samples.rssBytes, livesOf(phase));
  const hugetlb = survey.get(HUGETLB_COLUMN);
  if (hugetlb === undefined) return series;
  // Of several machines, each has its own.
  return withLastRead(series, totalOverProcesses(hugetlb, hugetlb.value));
}

/** Adds readings made at a lower rate to a series: the last one at each point, the first one before it. */
function withLastRead({ timeNs, bytes }: MemorySeries, other: MemorySeries): MemorySeries {
  if (other.bytes.every((value) => value === 0)) return { timeNs, bytes };
  let read = 0;
  const sums = narrowColumn(bytes.length, (point) => {
    while ((other.timeNs[read + 1] ?? Infinity) <= (timeNs[point] ?? NaN)) read += 1;
    return (bytes[point] ?? NaN) + (other.bytes[read] ?? 0);
  });
  return { timeNs, bytes: sums };
}

const SWAP_COLUMN = 'processMemory.swapBytes';

/** The note on anonymous memory where swap could not be read. */
export const NO_SWAP_NOTE = 'excludes swap, which was not read';

/** Whether the survey read the swap of the target. */
export function readsSwap(phase: PhaseStreams): boolean {
  return phase.survey.has(SWAP_COLUMN);
}

/**
 * Memory that is neither file nor shared, over time, plus swap as the survey last read it; points where
 * it could not be read are excluded.
 */
export function anonymousSeries(phase: SampledPhase): MemorySeries {
  const { samples, survey } = phase;
  const lives = livesOf(phase);
  const series = totalOverProcesses(samples, anonymousBytes(samples), lives);
  const swapRows = survey.get(SWAP_COLUMN);
  if (swapRows === undefined) return series;
  return withLastRead(series, totalOverProcesses(swapRows, swapRows.value, lives));
}

/** Where an engine process reports its own heap. */
const HEAP_COLUMN = 'v8.heapUsedBytes';

/** The used heap of a target that runs in Node; empty where unknown. */
export function heapSeries(phase: SampledPhase): MemorySeries {
  const { samples, survey } = phase;
  const lives = livesOf(phase);
  const reported = survey.get(HEAP_COLUMN);
  return reported === undefined
    ? totalOverProcesses(samples, samples.heapUsedBytes, lives)
    : totalOverProcesses(reported, reported.value, lives);
}

/** Anonymous memory of each sample: neither file nor shared, bytes; empty where it was not read. */
export function anonymousBytes({ count, rssBytes, sharedBytes }: SampleColumns): NumberColumn {
  if (sharedBytes.length === 0) return sharedBytes;
  return narrowColumn(count, (row) => (rssBytes[row] ?? NaN) - (sharedBytes[row] ?? NaN));
}

/** Rows about processes, in order of time. */
interface ProcessRows {
  readonly timeNs: Float64Array;
  readonly pid: Int32Array;
  /** Device of each row, where a process has rows for several; without it, a process has one row at each timestamp. */
  readonly source?: Int32Array;
}

/** More than a machine has, so that device, pid and index of the process combine into one number. */
const MAX_SOURCES = 2 ** 16;

/** The subject of a row: a process, or its memory on one device. */
function holderOf(
  { timeNs, pid: pids, source }: ProcessRows,
  row: number,
  lives: ProcessLives,
): number {
  const pid = pids[row] ?? NaN;
  const life = lives.size === 0 ? 0 : lifeAt(lives, pid, timeNs[row] ?? NaN);
  return (life * MAX_PIDS + pid) * MAX_SOURCES + (source?.[row] ?? 0);
}

/**
 * Sums the last known value of every live process, and of each device where the rows distinguish devices, at each timestamp.
 * A process counts from its first row to its last, so that a process that replaces another is not added to it. Shared pages
 * count in each process.
 * @param lives distinguishes the processes of a reused pid
 */
export function totalOverProcesses(
  rows: ProcessRows,
  column: NumberColumn,
  lives: ProcessLives = ONE_LIFE_EACH,
): MemorySeries {
  // A column without readings may be empty.
  if (column.length === 0) return { timeNs: new Float64Array(0), bytes: column };
  if (isOneProcess(rows, column, lives)) return { timeNs: rows.timeNs, bytes: column };
  const lastRows = lastReadableRows(rows, column, lives);
  const timeNs = new Float64Array(column.length);
  const bytes = new Float64Array(column.length);
  const latest = new Map<number, number>();
  // Whole bytes, whose sum is exact: adding up all processes at each row takes minutes with those of 200 machines.
  let total = 0;
  let points = 0;
  let gone = 0;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    const atNs = rows.timeNs[row] ?? NaN;
    for (let last = lastRows[gone]; last !== undefined && last.row < row; last = lastRows[gone]) {
      // A process whose last row is in this tick is still alive.
      if (rows.timeNs[last.row] === atNs) break;
      total -= latest.get(last.holder) ?? 0;
      latest.delete(last.holder);
      gone += 1;
    }
    const holder = holderOf(rows, row, lives);
    total += value - (latest.get(holder) ?? 0);
    latest.set(holder, value);
    // Rows of one tick make one point.
    if (points === 0 || timeNs[points - 1] !== atNs) points += 1;
    timeNs[points - 1] = atNs;
    bytes[points - 1] = total;
  }
  return { timeNs: timeNs.subarray(0, points), bytes: bytes.subarray(0, points) };
}

/** The last readable row of each process, in order. */
function lastReadableRows(
  rows: ProcessRows,
  column: NumberColumn,
  lives: ProcessLives,
): { holder: number; row: number }[] {
  const lastRowOf = new Map<number, number>();
  for (let row = 0; row < column.length; row += 1) {
    if (!Number.isNaN(column[row] ?? NaN)) lastRowOf.set(holderOf(rows, row, lives), row);
  }
  return Array.from(lastRowOf, ([holder, row]) => ({ holder, row })).toSorted(
    (a, b) => a.row - b.row,
  );
}

/** Whether all rows are of one process, at distinct timestamps and readable: the column then is the series, without a copy. */
export function isOneProcess(
  rows: ProcessRows,
  column: NumberColumn,
  lives: ProcessLives,
): boolean {
  const { pid, source } = rows;
  const first = holderOf(rows, 0, lives);
  // An hour has millions of rows, and comparing pids is faster than comparing subjects.
  const isByPid = lives.size === 0 && source === undefined;
  for (let row = 0; row < rows.timeNs.length; row += 1) {
    const isFirst = isByPid ? pid[row] === pid[0] : holderOf(rows, row, lives) === first;
    if (!isFirst || Number.isNaN(column[row] ?? NaN)) return false;
    if (row > 0 && rows.timeNs[row] === rows.timeNs[row - 1]) return false;
  }
  return true;
}

/** The values between two timestamps, both included. */
export function bytesBetween(series: MemorySeries, fromNs: number, toNs: number): NumberColumn {
  const from = countBelow(series.timeNs, fromNs);
  const below = countBelow(series.timeNs, toNs);
  const to = series.timeNs[below] === toNs ? below + 1 : below;
  return series.bytes.subarray(from, to);
}

/** Median of the values between two timestamps, both included; `NaN` when there is none. */
export function medianBetween(series: MemorySeries, fromNs: number, toNs: number): number {
  return median(bytesBetween(series, fromNs, toNs));
}
