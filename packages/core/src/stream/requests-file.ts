import {
  Field,
  Int64,
  List,
  Schema,
  Utf8,
  Vector,
  makeData,
  type Data,
  type RecordBatch,
} from 'apache-arrow';
import * as z from 'zod';
import { ArrowFileWriter, readArrowFile } from './arrow-file.ts';
import { columnOf, field, int64Column, numbersOf, textColumn, textsOf } from './arrow-columns.ts';
import {
  REQUEST_OUTCOMES,
  REQUEST_PURPOSES,
  TOKEN_COUNT_SOURCES,
  type RequestRow,
} from './request-row.ts';

interface NumberColumn {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  readonly of: (row: RequestRow) => number;
}

interface TextColumn {
  readonly name: string;
  readonly meaning: string;
  readonly of: (row: RequestRow) => string;
}

const ns = (name: string, meaning: string, of: NumberColumn['of']): NumberColumn => {
  return { name, unit: 'ns', meaning, of };
};
const tokens = (name: string, meaning: string, of: NumberColumn['of']): NumberColumn => {
  return { name, unit: 'tokens', meaning, of };
};

const NUMBER_COLUMNS: readonly NumberColumn[] = [
  { name: 'id', unit: 'count', meaning: 'number of the request in the run', of: (row) => row.id },
  ns('intendedNs', 'when the schedule wanted it sent', (row) => row.intendedNs),
  ns('sentNs', 'when it was handed to the socket or engine', (row) => row.sentNs),
  ns('connectedNs', 'when the connection made for it stood', (row) => row.connectedNs),
  ns('firstByteNs', 'first byte of the response', (row) => row.firstByteNs),
  ns('firstTokenNs', 'first event with content', (row) => row.firstTokenNs),
  ns('lastTokenNs', 'last event with content', (row) => row.lastTokenNs),
  ns('endNs', 'end of the response', (row) => row.endNs),
  tokens('inputTokens', 'tokens of the prompt', (row) => row.inputTokens),
  tokens('outputTokens', 'tokens generated', (row) => row.outputTokens),
  tokens('cachedTokens', 'tokens of the prompt that a cache served', (row) => row.cachedTokens),
  tokens('offeredTokens', 'tokens offered as context', (row) => row.offeredTokens),
  tokens('residentTokens', 'tokens of those that the engine kept', (row) => row.residentTokens),
];

const TEXT_COLUMNS: readonly TextColumn[] = [
  { name: 'phase', meaning: 'phase that it belongs to', of: (row) => row.phase },
  { name: 'purpose', meaning: 'why it was made', of: (row) => row.purpose },
  { name: 'model', meaning: 'model that it asked for', of: (row) => row.model },
  { name: 'context', meaning: 'label of the context it ran on', of: (row) => row.context },
  { name: 'tokenCountSource', meaning: 'source of its counts', of: (row) => row.tokenCountSource },
  { name: 'outcome', meaning: 'how it ended', of: (row) => row.outcome },
  { name: 'errorKind', meaning: 'kind of its failure', of: (row) => row.errorKind },
  { name: 'errorMessage', meaning: 'its failure in words', of: (row) => row.errorMessage },
];

function chunkType(): List<Int64> {
  return new List(new Field('stampNs', new Int64(), true));
}

/** Schema of requests.arrows; units stand in the metadata of each field. Stamps are CLOCK_MONOTONIC. */
function requestsSchema(): Schema {
  const fields = [
    ...NUMBER_COLUMNS.map((column) => field(column.name, new Int64(), column.unit, column.meaning)),
    ...TEXT_COLUMNS.map((column) => field(column.name, new Utf8(), 'text', column.meaning)),
    field('chunkNs', chunkType(), 'ns', 'when each content event arrived'),
  ];
  return new Schema(fields, new Map([['loadcell.requests', '1']]));
}

function chunkColumn(rows: readonly RequestRow[]): Data {
  const valueOffsets = new Int32Array(rows.length + 1);
  let total = 0;
  for (const [index, row] of rows.entries()) {
    total += row.chunkNs.length;
    valueOffsets[index + 1] = total;
  }
  const stamps = new Float64Array(total);
  for (const [index, row] of rows.entries()) stamps.set(row.chunkNs, valueOffsets[index] ?? 0);
  const child = int64Column(stamps);
  return makeData({ type: chunkType(), valueOffsets, child, length: rows.length, nullCount: 0 });
}

/** Rows that make a batch at the most. */
const ROWS_PER_BATCH = 256;

/** Writes the requests stream. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class RequestsFileWriter {
  readonly #file: ArrowFileWriter;
  #pending: RequestRow[] = [];

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, requestsSchema());
  }

  append(row: RequestRow): void {
    this.#pending.push(row);
    if (this.#pending.length >= ROWS_PER_BATCH) this.flush();
  }

  flush(): void {
    const rows = this.#pending;
    if (rows.length === 0) return;
    this.#pending = [];
    const numbers = NUMBER_COLUMNS.map((column) =>
      int64Column(Float64Array.from(rows.map(column.of))),
    );
    const texts = TEXT_COLUMNS.map((column) => textColumn(rows.map((row) => column.of(row))));
    this.#file.append([...numbers, ...texts, chunkColumn(rows)], rows.length);
  }

  async close(): Promise<void> {
    this.flush();
    await this.#file.close();
  }
}

const PurposeSchema = z.enum(REQUEST_PURPOSES);
const OutcomeSchema = z.enum(REQUEST_OUTCOMES);
const SourceSchema = z.enum(TOKEN_COUNT_SOURCES);

/** The stamps of a list of 64-bit integers, as the library hands it out: a vector, or null when it is empty. */
function stampsOf(value: unknown): Float64Array {
  if (!(value instanceof Vector)) return new Float64Array(0);
  return Float64Array.from({ length: value.length }, (_, index) => Number(value.get(index)));
}

function rowsOf(batch: RecordBatch): RequestRow[] {
  const numbers = new Map(NUMBER_COLUMNS.map(({ name }) => [name, numbersOf(batch, name)]));
  const texts = new Map(TEXT_COLUMNS.map(({ name }) => [name, textsOf(batch, name)]));
  const chunks = columnOf(batch, 'chunkNs');
  return Array.from({ length: batch.numRows }, (_, index) => {
    const number = (name: string): number => numbers.get(name)?.[index] ?? Number.NaN;
    const text = (name: string): string => texts.get(name)?.[index] ?? '';
    return {
      id: number('id'),
      phase: text('phase'),
      purpose: PurposeSchema.parse(text('purpose')),
      model: text('model'),
      context: text('context'),
      intendedNs: number('intendedNs'),
      sentNs: number('sentNs'),
      connectedNs: number('connectedNs'),
      firstByteNs: number('firstByteNs'),
      firstTokenNs: number('firstTokenNs'),
      lastTokenNs: number('lastTokenNs'),
      endNs: number('endNs'),
      inputTokens: number('inputTokens'),
      outputTokens: number('outputTokens'),
      tokenCountSource: SourceSchema.parse(text('tokenCountSource')),
      cachedTokens: number('cachedTokens'),
      offeredTokens: number('offeredTokens'),
      residentTokens: number('residentTokens'),
      chunkNs: stampsOf(chunks.get(index)),
      outcome: OutcomeSchema.parse(text('outcome')),
      errorKind: text('errorKind'),
      errorMessage: text('errorMessage'),
    };
  });
}

/** Reads the requests stream of a run, up to the last complete batch. */
export async function readRequestsFile(path: string): Promise<RequestRow[]> {
  const { batches } = await readArrowFile(path);
  return batches.flatMap(rowsOf);
}
