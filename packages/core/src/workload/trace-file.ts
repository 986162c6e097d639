import * as z from 'zod';
import { ConfigError } from '../spec/error/errors.ts';
import {
  dataLinesOf,
  parseJsonLine,
  readLines,
  type DataLine,
  type LineReading,
} from './data-lines.ts';

/** One request of a trace. */
export interface TraceRow {
  /** After the first request. */
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Ids of its blocks; absent where the trace has none. */
  readonly blocks?: readonly string[];
  /** Tokens of a full block. */
  readonly blockTokens?: number;
}

/** Tokens of a block of a Mooncake trace. */
const MOONCAKE_BLOCK_TOKENS = 512;

const RowSchema = z.union([
  z.strictObject({
    atMs: z.number().min(0),
    inputTokens: z.int().min(1),
    outputTokens: z.int().min(1),
  }),
  // The format of the Mooncake traces, whose timestamps are milliseconds.
  z
    .object({
      timestamp: z.number().min(0),
      input_length: z.int().min(1),
      output_length: z.int().min(1),
      hash_ids: z.array(z.int()).min(1).exactOptional(),
    })
    .transform(({ timestamp, input_length, output_length, hash_ids }) => ({
      atMs: timestamp,
      inputTokens: input_length,
      outputTokens: output_length,
      ...(hash_ids === undefined
        ? {}
        : { blocks: hash_ids.map((id) => `${id}`), blockTokens: MOONCAKE_BLOCK_TOKENS }),
    })),
]);

const COLUMNS = ['atMs', 'inputTokens', 'outputTokens'] as const;

const EXPECTED =
  'expected atMs of at least 0, inputTokens and outputTokens of at least 1, as JSON objects or as CSV columns with these names';

const FILE = {
  what: 'a trace of requests',
  help: 'write each line as JSON: {"atMs": 0, "inputTokens": 100, "outputTokens": 20}, or as CSV',
};

/**
 * Reads a trace: one request per line, as JSON or as CSV with a header line, in order of time.
 * @param path for errors
 * @throws {ConfigError} with the invalid lines
 */
export function parseTraceFile(text: string, path: string): TraceRow[] {
  const [first, ...rest] = dataLinesOf(text);
  const isCsv = first !== undefined && !first.text.startsWith('{');
  const read = isCsv ? csvReader(first, path) : readJsonRow;
  const lines = first === undefined || isCsv ? rest : [first, ...rest];
  let beforeMs = 0;
  const rows = readLines(lines, path, FILE, (line) => {
    const reading = read(line);
    if ('fault' in reading) return reading;
    const { atMs } = reading.value;
    if (atMs < beforeMs) return { fault: `goes back in time, from ${beforeMs} to ${atMs} ms` };
    beforeMs = atMs;
    return reading;
  });
  const beginMs = rows[0]?.atMs ?? 0;
  return rows.map((row) => ({ ...row, atMs: row.atMs - beginMs }));
}

function readJsonRow(line: DataLine): LineReading<TraceRow> {
  const json = parseJsonLine(line.text);
  return 'fault' in json ? json : readRow(json.value);
}

function csvReader(heading: DataLine, path: string): (line: DataLine) => LineReading<TraceRow> {
  const names = cellsOf(heading.text);
  const places = COLUMNS.map((column) => names.indexOf(column));
  if (places.includes(-1)) {
    throw new ConfigError(
      `invalid file "${path}": expected a trace of requests.\n  line ${heading.number}: ${EXPECTED}; found "${heading.text}"`,
    );
  }
  return (line) => {
    const cells = cellsOf(line.text);
    const entries = COLUMNS.map((column, index) => {
      const cell = cells[places[index] ?? -1] ?? '';
      return [column, cell === '' ? undefined : Number(cell)];
    });
    return readRow(Object.fromEntries(entries));
  };
}

/** Cells of numbers, which contain no commas or quotes. */
function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function readRow(row: unknown): LineReading<TraceRow> {
  const parsed = RowSchema.safeParse(row);
  return parsed.success ? { value: parsed.data } : { fault: EXPECTED };
}
