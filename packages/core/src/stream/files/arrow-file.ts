import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import {
  AsyncByteQueue,
  RecordBatch,
  RecordBatchStreamWriter,
  Struct,
  makeData,
  type Data,
  type Schema,
} from 'apache-arrow';

/**
 * Passes bytes on to a file as they come. The queue of the library keeps the memory of everything passed until it is
 * closed: hundreds of bytes for each request.
 */
class FileSink extends AsyncByteQueue {
  readonly #file: WriteStream;

  constructor(file: WriteStream) {
    super();
    this.#file = file;
  }

  override write(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#file.write(bytes);
  }

  override close(): void {
    super.close();
    this.#file.end();
  }
}

/** Appends record batches to an Arrow IPC stream file; readable up to the last complete batch at any time. */
export class ArrowFileWriter {
  readonly #schema: Schema;
  readonly #writer: RecordBatchStreamWriter;
  readonly #file: WriteStream;
  readonly #finished: Promise<void>;
  #failure: Error | undefined;

  constructor(path: string, schema: Schema) {
    this.#schema = schema;
    this.#file = createWriteStream(path, { flags: 'wx' });
    this.#finished = finished(this.#file).catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#writer = new RecordBatchStreamWriter();
    this.#writer.reset(new FileSink(this.#file), schema);
  }

  /**
   * Appends one batch.
   * @param children one column for each field of the schema, all of length `count`
   * @throws what kept an earlier batch from reaching the disk
   */
  append(children: Data[], count: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    const type = new Struct(this.#schema.fields);
    const data = makeData({ type, children, length: count, nullCount: 0 });
    this.#writer.write(new RecordBatch(this.#schema, data));
  }

  /** Waits until the disk has taken most of what was appended, so that a fast writer does not fill memory. */
  async drained(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#file.writableNeedDrain)
      await Promise.race([once(this.#file, 'drain'), this.#finished]);
  }

  /** Ends the stream and waits until it is on disk. */
  async close(): Promise<void> {
    this.#writer.close();
    await this.#finished;
    if (this.#failure !== undefined) throw this.#failure;
  }
}
