import { isRecord } from '../../../spec/is-record.ts';
import type { DataRecord, DatasetEntry, DatasetFormat, ReadOptions } from '../dataset.ts';
import { groupSessions } from './group-sessions.ts';
import { RowFields, type TraceTime } from './row-fields.ts';
import { turnOf, type RowReading, type TraceRow } from './trace-row.ts';

/** How the rows of a trace are read. */
interface RowReader {
  /** Nanoseconds of a unit of time. */
  readonly nsPerUnit: number;
  /** Reads a row; faults are left in the fields. */
  readonly read: (row: RowFields) => TraceRow;
}

/** A format of traces: each row is a request by itself, with a time and lengths. */
interface TraceFormat extends Omit<DatasetFormat, 'read'> {
  readonly rows: (options: ReadOptions) => RowReader;
}

/** A format of data sets from one of traces. */
export function defineTrace({ rows, ...format }: TraceFormat): DatasetFormat {
  return {
    ...format,
    read: (records, options) => {
      const read = readRows(records, rows(options), Object.entries(options.where ?? {}));
      return options.bySession === true ? groupSessions(read) : singles(read);
    },
  };
}

function* readRows(
  records: Iterable<DataRecord>,
  { nsPerUnit, read }: RowReader,
  where: readonly (readonly [string, string])[],
): Generator<RowReading, void> {
  let first: TraceTime | undefined;
  for (const { line, text, value, fault } of records) {
    if (fault !== undefined || !isRecord(value)) {
      yield { fault: { line, kind: 'unreadable', reason: fault ?? 'expected an object' } };
      continue;
    }
    const other = where.find(([name, wanted]) => String(value[name]) !== wanted);
    if (other !== undefined) {
      yield { fault: { line, kind: 'filtered', reason: `${other[0]} is not ${other[1]}` } };
      continue;
    }
    const fields = new RowFields(value, text);
    const row = read(fields);
    if (fields.fault !== undefined) {
      yield { fault: { line, kind: 'unreadable', reason: fields.fault } };
      continue;
    }
    first ??= row.at;
    const atNs = nsBetween(first, row.at, nsPerUnit);
    yield row.outputTokens === 0 ? failed(line, atNs) : { line, row, atNs };
  }
}

function failed(line: number, atNs: number | undefined): RowReading {
  const reason = 'no output tokens: the request failed';
  return { fault: { line, kind: 'failed', reason, ...(atNs === undefined ? {} : { atNs }) } };
}

function nsBetween(
  from: TraceTime | undefined,
  to: TraceTime | undefined,
  nsPerUnit: number,
): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return (to.units - from.units) * nsPerUnit + (to.ns - from.ns);
}

function* singles(rows: Iterable<RowReading>): Generator<DatasetEntry, void> {
  for (const row of rows) {
    yield 'fault' in row
      ? row
      : { conversation: { label: '', history: 'none', turns: [turnOf(row)] } };
  }
}
