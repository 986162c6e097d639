/**
 * One column of the survey over time: entry `i` of each array belongs to value `i`, in order of time. The survey reads
 * what costs more than RSS, each kind at its own lower rate; so it is kept by column and not by row.
 */
export interface SurveySeries {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly timeNs: Float64Array;
  /** Process of the value; 0 for none. */
  readonly pid: Int32Array;
  /** Index of the source: a device, or 0 for the machine and 1 for the cgroup in columns of pressure. */
  readonly source: Int32Array;
  readonly value: Float64Array;
}

/** Readings of the survey by column: `processMemory.swapBytes`, `gpu.powerWatts`… Unreadable values are absent. */
export type SurveyStream = ReadonlyMap<string, SurveySeries>;

/**
 * Sources of cgroups: 0 is the group of the process, 1 the one that this is in, and so on. Each time that the process was moved
 * to another group, its sources begin this much higher; as `@loadcell/native` numbers them.
 */
export const SOURCES_PER_CGROUP = 32;

/** Suffixes of column names that are units. */
const UNITS = ['Bytes', 'Ns', 'Hz', 'Watts', 'Celsius', 'Joules'] as const;

/** The unit of a column, which its name carries; `count` or a ratio where it carries none. */
export function unitOfColumn(name: string): string {
  return UNITS.find((unit) => name.endsWith(unit))?.toLowerCase() ?? 'count';
}

/** The values of each column between two timestamps, both included; without columns that have none. */
export function surveyBetween(survey: SurveyStream, fromNs: number, toNs: number): SurveyStream {
  const within = new Map<string, SurveySeries>();
  for (const [name, series] of survey) {
    const indexes: number[] = [];
    for (const [index, atNs] of series.timeNs.entries()) {
      if (atNs >= fromNs && atNs <= toNs) indexes.push(index);
    }
    const first = indexes[0];
    if (first !== undefined) within.set(name, viewOrPick(series, first, indexes));
  }
  return within;
}

/** The values at some indexes, ascending: a view where the indexes are contiguous. */
function viewOrPick(series: SurveySeries, first: number, indexes: readonly number[]): SurveySeries {
  const end = first + indexes.length;
  if (indexes.at(-1) !== end - 1) return pick(series, indexes);
  return {
    timeNs: series.timeNs.subarray(first, end),
    pid: series.pid.subarray(first, end),
    source: series.source.subarray(first, end),
    value: series.value.subarray(first, end),
  };
}

/** The values of one process, or of one device. */
export function surveyOf(
  series: SurveySeries,
  of: { readonly pid?: number; readonly source?: number },
): SurveySeries {
  const indexes: number[] = [];
  for (let index = 0; index < series.timeNs.length; index += 1) {
    if (of.pid !== undefined && series.pid[index] !== of.pid) continue;
    if (of.source !== undefined && series.source[index] !== of.source) continue;
    indexes.push(index);
  }
  return pick(series, indexes);
}

function pick(series: SurveySeries, indexes: readonly number[]): SurveySeries {
  return {
    timeNs: Float64Array.from(indexes, (index) => series.timeNs[index] ?? Number.NaN),
    pid: Int32Array.from(indexes, (index) => series.pid[index] ?? 0),
    source: Int32Array.from(indexes, (index) => series.source[index] ?? 0),
    value: Float64Array.from(indexes, (index) => series.value[index] ?? Number.NaN),
  };
}

/** Joins several series of one column in order of time. */
export function joinSeries(parts: readonly SurveySeries[]): SurveySeries {
  const rows = parts.flatMap((part) =>
    Array.from(part.timeNs, (_, index) => ({ part, index, timeNs: part.timeNs[index] ?? 0 })),
  );
  const sorted = rows.toSorted((one, other) => one.timeNs - other.timeNs);
  return {
    timeNs: Float64Array.from(sorted, ({ timeNs }) => timeNs),
    pid: Int32Array.from(sorted, ({ part, index }) => part.pid[index] ?? 0),
    source: Int32Array.from(sorted, ({ part, index }) => part.source[index] ?? 0),
    value: Float64Array.from(sorted, ({ part, index }) => part.value[index] ?? Number.NaN),
  };
}

/** One value of the survey. */
export interface SurveyValue {
  readonly timeNs: number;
  readonly pid: number;
  readonly source: number;
  readonly column: string;
  readonly value: number;
}

/** Sorts values in order of time into columns. */
export function surveyFrom(values: Iterable<SurveyValue>): SurveyStream {
  const byColumn = new Map<string, SurveyValue[]>();
  for (const value of values) {
    const column = byColumn.get(value.column);
    if (column === undefined) byColumn.set(value.column, [value]);
    else column.push(value);
  }
  return new Map(
    [...byColumn].map(([name, rows]) => [
      name,
      {
        timeNs: Float64Array.from(rows, (row) => row.timeNs),
        pid: Int32Array.from(rows, (row) => row.pid),
        source: Int32Array.from(rows, (row) => row.source),
        value: Float64Array.from(rows, (row) => row.value),
      },
    ]),
  );
}
