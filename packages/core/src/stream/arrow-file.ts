import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import {
  RecordBatch,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Struct,
  makeData,
  type Data,
  type Schema,
} from 'apache-arrow';
import { LoadcellError } from '../spec/errors.ts';

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
    this.#writer.toNodeStream().pipe(this.#file);
    this.#writer.reset(undefined, schema);
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

  /** Ends the stream and waits until it is on disk. */
  async close(): Promise<void> {
    this.#writer.close();
    await this.#finished;
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** The complete batches of an Arrow IPC stream file, and whether the file ended as it should. */
export interface ArrowFileContent {
  readonly batches: readonly RecordBatch[];
  /** False when the last batch was cut off. */
  readonly intact: boolean;
}

/** What the reader throws at a stream that was cut off, by its words: the library has no class for it. */
const CUT_OFF = /^Expected to read/;

/** Whether a file begins with the mark of a message, as far as it goes: one that was cut off early is a stream too. */
function beginsAsStream(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4).every((byte) => byte === 0xff);
}

/**
 * Reads every complete batch of an Arrow IPC stream file, also of one whose writer was killed.
 * @throws when the file is missing or is not an Arrow stream at all
 */
export async function readArrowFile(path: string): Promise<ArrowFileContent> {
  const bytes = await readFile(path);
  if (!beginsAsStream(bytes)) {
    throw new LoadcellError(
      'STREAM',
      `"${path}" is not an Arrow stream: it was not written by Loadcell, or was overwritten.`,
    );
  }
  const batches: RecordBatch[] = [];
  try {
    for (const batch of RecordBatchReader.from(bytes)) batches.push(batch);
    return { batches, intact: true };
  } catch (error) {
    if (error instanceof Error && CUT_OFF.test(error.message)) return { batches, intact: false };
    throw error;
  }
}
