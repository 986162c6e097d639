import { Field, Int64, List, Schema, Utf8, makeData, type Data } from 'apache-arrow';
import { LoadcellError } from '../../spec/error/errors.ts';
import { field, int64Column, listOffsetsOf, textColumn } from '../columns/arrow-columns.ts';
import { ArrowFileWriter } from './arrow-file.ts';
import type { PieceMemory } from './arrow-pieces.ts';
import { withArrowFile, type ArrowFile } from './arrow-reader.ts';
import { mapped } from './mapped.ts';
import { REQUEST_NUMBERS, REQUEST_TEXTS } from '../columns/request-columns.ts';
import type { RequestRow } from '../rows/request-row.ts';
import { RequestBatch, type RequestBatchColumns } from '../rows/request-batch.ts';
import { OTHER_VERSION_HELP } from '../other-version.ts';
import { RequestTable } from '../rows/request-table.ts';

function chunkType(): List<Int64> {
  return new List(new Field('stampNs', new Int64(), true));
}

/** Where the schema says which version of the requests it is; raised whenever a column means something else. */
const VERSION_KEY = 'loadcell.requests';
const VERSION = '4';

/** Schema of requests.arrows; units are in the metadata of each field. Timestamps are CLOCK_MONOTONIC. */
export function requestsSchema(): Schema {
  const fields = [
    ...REQUEST_NUMBERS.map(({ name, unit, description }) =>
      field(name, new Int64(), unit, description),
    ),
    ...REQUEST_TEXTS.map(({ name, description }) => field(name, new Utf8(), 'text', description)),
    field('chunkNs', chunkType(), 'ns', 'when each content event arrived'),
  ];
  return new Schema(fields, new Map([[VERSION_KEY, VERSION]]));
}

function chunkColumn({ chunkNs, chunkOffsets }: RequestBatchColumns): Data {
  const length = chunkOffsets.length - 1;
  const child = int64Column(chunkNs);
  return makeData({ type: chunkType(), valueOffsets: chunkOffsets, child, length, nullCount: 0 });
}

/** Writes the requests stream. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class RequestsFileWriter {
  readonly #file: ArrowFileWriter;
  readonly #pending = new RequestBatch();

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, requestsSchema());
  }

  append(row: RequestRow): void {
    this.#pending.append(row);
    if (this.#pending.isFull) this.flush();
  }

  flush(): void {
    const { count } = this.#pending;
    if (count === 0) return;
    const columns = this.#pending.take();
    const numbers = columns.numbers.map((values) => int64Column(values));
    const texts = columns.texts.map((values) => textColumn(values));
    this.#file.append([...numbers, ...texts, chunkColumn(columns)], count);
  }

  /** Waits until the disk has taken most of what was appended. */
  async drained(): Promise<void> {
    await this.#file.drained();
  }

  async close(): Promise<void> {
    this.flush();
    await this.#file.close();
  }
}

/**
 * Reads the requests stream of a run, up to the last complete batch: by column, and each row a view of them.
 * @throws {LoadcellError} `RUN_UNREADABLE` for a file of another version, or not written by Loadcell
 */
export async function readRequestsFile(path: string): Promise<RequestRow[]> {
  return await withArrowFile(path, ({ rows, listed, batches }) => {
    const table = new RequestTable(rows, listed);
    for (const batch of batches()) {
      refuseOtherVersion(path, batch.schema);
      table.append(batch);
    }
    return table.rows();
  });
}

/**
 * The requests of an open stream, some at a time: memory does not grow with their number.
 * @throws as {@link readRequestsFile} does
 */
export function requestBatchesOf(
  path: string,
  { pieces }: ArrowFile,
  memory: PieceMemory,
): IterableIterator<RequestRow[]> {
  return mapped(pieces(memory), (batch) => {
    refuseOtherVersion(path, batch.schema);
    const offsets = listOffsetsOf(batch, 'chunkNs');
    const chunks = (offsets[batch.numRows] ?? 0) - (offsets[0] ?? 0);
    const table = new RequestTable(batch.numRows, chunks, memory.reader);
    table.append(batch);
    return table.rows();
  });
}

function refuseOtherVersion(path: string, { metadata }: Schema): void {
  const version = metadata.get(VERSION_KEY);
  if (version === undefined || version === VERSION) return;
  throw new LoadcellError(
    'RUN_UNREADABLE',
    `"${path}" has version ${version} of the requests, and this version of Loadcell reads version ${VERSION}.`,
    { help: OTHER_VERSION_HELP },
  );
}
