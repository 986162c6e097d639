import { readSync } from 'node:fs';
import { RecordBatchReader, type RecordBatch } from 'apache-arrow';

/** Where a complete message stands in a file, and how much it holds. */
export interface MessagePlace {
  readonly positionBytes: number;
  readonly lengthBytes: number;
  readonly rows: number;
  /** Values of its last column of lists, all rows together; its rows when it has none. */
  readonly listed: number;
}

/** Rows that all files which are open together hold in memory. */
const ROWS_IN_MEMORY = 32_768;

/** Fewer rows at a time are read too often. */
const LEAST_ROWS = 32;

/** Memory in which several files are read by turns, a piece of one at a time. */
export class PieceMemory {
  /** Most rows of a piece. */
  readonly mostRows: number;
  #bytes = new Uint8Array(0);

  /** @param files number of files that are read by turns */
  constructor(files: number) {
    this.mostRows = Math.max(LEAST_ROWS, Math.floor(ROWS_IN_MEMORY / Math.max(1, files)));
  }

  /** Room for a message, which ends what was there. */
  room(lengthBytes: number): Uint8Array {
    if (this.#bytes.length < lengthBytes) this.#bytes = new Uint8Array(lengthBytes);
    return this.#bytes.subarray(0, lengthBytes);
  }
}

/**
 * The rows of a file in order, a piece of a batch at a time. A piece is valid until one of any file is read into the same
 * memory: a batch is read again for each of its pieces, since hundreds of open files would hold one each.
 */
export function* piecesOf(
  descriptor: number,
  [schema, ...batches]: readonly MessagePlace[],
  memory: PieceMemory,
): Generator<RecordBatch> {
  if (schema === undefined) return;
  const head = new Uint8Array(schema.lengthBytes);
  readSync(descriptor, head, 0, head.length, schema.positionBytes);
  for (const { positionBytes, lengthBytes, rows } of batches) {
    for (let from = 0; from < rows; from += memory.mostRows) {
      const body = memory.room(lengthBytes);
      readSync(descriptor, body, 0, lengthBytes, positionBytes);
      const [batch] = RecordBatchReader.from([head, body]);
      if (batch === undefined) return;
      yield from === 0 && rows <= memory.mostRows
        ? batch
        : batch.slice(from, Math.min(rows, from + memory.mostRows));
    }
  }
}
