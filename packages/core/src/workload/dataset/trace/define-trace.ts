import type { DataRecord, DatasetEntry, DatasetFormat, ReadOptions, Turn } from '../dataset.ts';
import { isFields, RowFields, type TraceTime } from './row-fields.ts';

/** One request of a trace, as recorded. */
export interface TraceRow {
  readonly at: TraceTime;
  readonly inputTokens: number;
  /** 0 for a request that failed. */
  readonly outputTokens: number;
  readonly blocks?: readonly string[];
  readonly blockTokens?: number;
  readonly pictures?: number;
  readonly model?: string;
  readonly label?: string;
}

/** How the rows of a trace are read. */
interface RowReader {
  /** Nanoseconds of a unit of time. */
  readonly nsPerUnit: number;
  /** Reads a row; faults are left in the fields. */
  readonly read: (row: RowFields, record: DataRecord) => TraceRow;
}

/** A format of traces: each row is a request by itself, with a time and lengths. */
export interface TraceFormat extends Omit<DatasetFormat, 'read'> {
  readonly rows: (options: ReadOptions) => RowReader;
}

/** A format of data sets from one of traces. */
export function defineTrace({ rows, ...format }: TraceFormat): DatasetFormat {
  return {
    ...format,
    read: (records, options) => readTrace(records, rows(options)),
  };
}

function* readTrace(
  records: Iterable<DataRecord>,
  { nsPerUnit, read }: RowReader,
): Generator<DatasetEntry, void> {
  let first: TraceTime | undefined;
  for (const record of records) {
    const { line, value } = record;
    if (record.fault !== undefined || !isFields(value)) {
      yield unreadable(line, record.fault ?? 'expected an object');
      continue;
    }
    const fields = new RowFields(value);
    const row = read(fields, record);
    if (fields.fault !== undefined) {
      yield unreadable(line, fields.fault);
      continue;
    }
    first ??= row.at;
    if (row.outputTokens === 0) {
      yield { fault: { line, kind: 'failed', reason: 'no output tokens: the request failed' } };
      continue;
    }
    const atNs = (row.at.units - first.units) * nsPerUnit + (row.at.ns - first.ns);
    yield {
      conversation: { label: '', history: 'none', turns: [turnOf(line, atNs, row)] },
    };
  }
}

function unreadable(line: number, reason: string): DatasetEntry {
  return { fault: { line, kind: 'unreadable', reason } };
}

/** The turn of a row. Its output length is a demand: a trace says what was generated. */
function turnOf(line: number, atNs: number, row: TraceRow): Turn {
  const { inputTokens, outputTokens, blocks, blockTokens, pictures, model, label } = row;
  return {
    line,
    input: {
      kind: 'lengths',
      inputTokens,
      ...(blocks === undefined ? {} : { blocks }),
      ...(blocks === undefined || blockTokens === undefined ? {} : { blockTokens }),
      ...(pictures === undefined ? {} : { pictures }),
    },
    output: { tokens: outputTokens, kind: 'demand' },
    atNs,
    ...(model === undefined ? {} : { model }),
    ...(label === undefined ? {} : { label }),
  };
}
