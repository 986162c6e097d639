/**
 * One column of the survey over time: entry `i` of each array belongs to value `i`, in order of time. The survey reads
 * what costs more than resident memory, at lower rates, each kind at its own; so it is kept by column and not by row.
 */
export interface SurveySeries {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly timeNs: Float64Array;
  /** The process a value is about; 0 where it is about none. */
  readonly pid: Int32Array;
  /** Which of several alike: a device, or 0 for the machine and 1 for the group in columns of pressure. */
  readonly source: Int32Array;
  readonly value: Float64Array;
}

/** What a survey read, by column: `processMemory.swapBytes`, `gpu.powerWatts`… Values that could not be read are absent. */
export type SurveyStream = ReadonlyMap<string, SurveySeries>;

/**
 * Sources of cgroups: 0 is the group of the process, 1 the one that this is in, and so on. Each time that the process was moved
 * to another group, its sources begin this much higher; as `@loadcell/native` numbers them.
 */
export const SOURCES_PER_CGROUP = 32;

/** Ends of column names, and the units that they stand for. */
const UNITS = ['Bytes', 'Ns', 'Hz', 'Watts', 'Celsius', 'Joules'] as const;

/** The unit of a column, which its name carries; `count` or a ratio where it carries none. */
export function unitOfColumn(name: string): string {
  return UNITS.find((unit) => name.endsWith(unit))?.toLowerCase() ?? 'count';
}

/** The values of each column between two stamps, both included; nothing of a column that has none. */
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

/** The values at some indexes, ascending: a view where they follow one another. */
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

/** Several series of one column as one, in order of time. */
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

/** One value that a survey read. */
export interface SurveyValue {
  readonly timeNs: number;
  readonly pid: number;
  readonly source: number;
  readonly column: string;
  readonly value: number;
}

/** Sorts values into columns; they come in order of time. */
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
