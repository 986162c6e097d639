import { REQUEST_NUMBERS, REQUEST_TEXTS } from '../columns/request-columns.ts';
import type { RequestRow } from './request-row.ts';

/** Rows by column, valid until the batch is filled again. */
export interface RequestBatchColumns {
  /** One for each of `REQUEST_NUMBERS`. */
  readonly numbers: readonly Float64Array[];
  /** One for each of `REQUEST_TEXTS`. */
  readonly texts: readonly (readonly string[])[];
  /** Timestamps of content events, those of one row after those of the row before. */
  readonly chunkNs: Float64Array;
  /** Those of row `i` are from `chunkOffsets[i]` to before `chunkOffsets[i + 1]`. */
  readonly chunkOffsets: Int32Array;
}

/** Maximum number of rows. */
const MOST_ROWS = 1024;

/** Timestamps of content events from which a batch is full, 2 MiB. */
const MANY_CHUNKS = 262_144;

/** Collects rows by column, so that a row lives no longer than its request. Reuses its columns. */
export class RequestBatch {
  readonly #numbers = REQUEST_NUMBERS.map(() => new Float64Array(MOST_ROWS));
  readonly #texts = REQUEST_TEXTS.map((): string[] => []);
  readonly #chunkOffsets = new Int32Array(MOST_ROWS + 1);
  #chunkNs = new Float64Array(0);
  #chunks = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === MOST_ROWS || this.#chunks >= MANY_CHUNKS;
  }

  append(row: RequestRow): void {
    const place = this.#count;
    for (let index = 0; index < REQUEST_NUMBERS.length; index += 1) {
      const column = REQUEST_NUMBERS[index];
      const numbers = this.#numbers[index];
      if (column !== undefined && numbers !== undefined) numbers[place] = row[column.name];
    }
    for (let index = 0; index < REQUEST_TEXTS.length; index += 1) {
      const column = REQUEST_TEXTS[index];
      if (column !== undefined) this.#texts[index]?.push(row[column.name]);
    }
    this.#appendChunks(row.chunkNs);
    this.#count += 1;
    this.#chunkOffsets[this.#count] = this.#chunks;
  }

  /** The rows so far; the next row begins another batch. */
  take(): RequestBatchColumns {
    const count = this.#count;
    const columns = {
      numbers: this.#numbers.map((numbers) => numbers.subarray(0, count)),
      texts: this.#texts.map((texts) => texts.splice(0)),
      chunkNs: this.#chunkNs.subarray(0, this.#chunks),
      chunkOffsets: this.#chunkOffsets.slice(0, count + 1),
    };
    this.#count = 0;
    this.#chunks = 0;
    return columns;
  }

  #appendChunks(chunkNs: Float64Array): void {
    const end = this.#chunks + chunkNs.length;
    if (end > this.#chunkNs.length) {
      const grown = new Float64Array(2 * end);
      grown.set(this.#chunkNs.subarray(0, this.#chunks));
      this.#chunkNs = grown;
    }
    this.#chunkNs.set(chunkNs, this.#chunks);
    this.#chunks = end;
  }
}
