import { readSync } from 'node:fs';
import { RecordBatchReader, type RecordBatch } from 'apache-arrow';
import { NumberReader } from '../columns/arrow-columns.ts';
import { mapped } from './mapped.ts';

/** Where a complete message stands in a file, and how much it holds. */
export interface MessagePlace {
  readonly positionBytes: number;
  readonly lengthBytes: number;
  readonly rows: number;
  /** Values of its last column of lists, all rows together; its rows when it has none. */
  readonly listed: number;
}

/** What the pieces of all files which are open together may take. */
const BYTES_IN_MEMORY = 32 * 2 ** 20;

/** Smaller pieces are read too often. */
const LEAST_BYTES = 16 * 2 ** 10;

/** Memory in which several files are read by turns, a piece of one at a time. */
export class PieceMemory {
  /** Reads the numbers of a piece of any file: one for each file would hold numbers of each. */
  readonly reader = new NumberReader();
  readonly #pieceBytes: number;
  #bytes = new Uint8Array(0);

  /** @param files number of files that are read by turns */
  constructor(files: number) {
    this.#pieceBytes = Math.max(LEAST_BYTES, BYTES_IN_MEMORY / Math.max(1, files));
  }

  /** Most rows of a piece of a batch. */
  rowsOf({ rows, lengthBytes }: MessagePlace): number {
    return Math.max(1, Math.floor((rows * this.#pieceBytes) / lengthBytes));
  }

  /** Room for a message, which ends what was there. */
  room(lengthBytes: number): Uint8Array {
    if (this.#bytes.length < lengthBytes) this.#bytes = new Uint8Array(lengthBytes);
    return this.#bytes.subarray(0, lengthBytes);
  }
}

/** Rows of a batch, from one to before another. */
interface Piece {
  readonly place: MessagePlace;
  readonly from: number;
  readonly to: number;
}

/**
 * The rows of a file in order, a piece of a batch at a time. A piece is valid until one of any file is read into the same
 * memory: a batch is read again for each of its pieces, since hundreds of open files would hold one each.
 * @returns `undefined` for a message that holds no batch
 */
export function piecesOf(
  descriptor: number,
  [schema, ...batches]: readonly MessagePlace[],
  memory: PieceMemory,
): Iterable<RecordBatch | undefined> {
  if (schema === undefined) return [];
  const head = new Uint8Array(schema.lengthBytes);
  readSync(descriptor, head, 0, head.length, schema.positionBytes);
  return mapped(placesOf(batches, memory), ({ place, from, to }) => {
    const { positionBytes, lengthBytes, rows } = place;
    const body = memory.room(lengthBytes);
    readSync(descriptor, body, 0, lengthBytes, positionBytes);
    const [batch] = RecordBatchReader.from([head, body]);
    return to - from === rows ? batch : batch?.slice(from, to);
  });
}

function* placesOf(batches: readonly MessagePlace[], memory: PieceMemory): Generator<Piece> {
  for (const place of batches) {
    const mostRows = memory.rowsOf(place);
    for (let from = 0; from < place.rows; from += mostRows) {
      yield { place, from, to: Math.min(place.rows, from + mostRows) };
    }
  }
}
