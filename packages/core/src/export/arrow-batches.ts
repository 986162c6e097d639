import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import { isSystemError } from '../spec/error/system-error.ts';
import { COPY_HELP } from '../stream/other-version.ts';

/** The error message of the reader for a truncated stream; the library has no class for it. */
const CUT_OFF = /^Expected to read/;

/** A stream of a run, read batch by batch: memory does not grow with the run. */
export class ArrowBatches implements AsyncIterable<RecordBatch> {
  readonly schema: Schema;
  readonly #batches: AsyncIterable<RecordBatch>;
  #intact = true;

  private constructor(schema: Schema, batches: AsyncIterable<RecordBatch>) {
    this.schema = schema;
    this.#batches = batches;
  }

  /**
   * Opens a stream; undefined if its writer was killed before the schema was complete.
   * @throws {ConfigError} when there is no such file
   * @throws {LoadcellError} when it is not an Arrow stream
   */
  static async open(path: string): Promise<ArrowBatches | undefined> {
    if ((await sizeOf(path)) === 0) return undefined;
    const file = createReadStream(path);
    try {
      const reader = await RecordBatchReader.from(file);
      await reader.open();
      // A file truncated within its schema has none.
      const schema: Schema | undefined = reader.schema;
      if (schema === undefined) return undefined;
      return new ArrowBatches(schema, reader);
    } catch (error) {
      file.destroy();
      if (error instanceof LoadcellError) throw error;
      if (error instanceof Error && CUT_OFF.test(error.message)) return undefined;
      throw notArrow(path, error);
    }
  }

  /** Whether the stream is complete, as far as it was read. */
  get isIntact(): boolean {
    return this.#intact;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch> {
    try {
      for await (const batch of this.#batches) yield batch;
    } catch (error) {
      // The library fails in any way on zeros, as a file system leaves them after a power cut.
      if (isSystemError(error)) throw error;
      this.#intact = false;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new ConfigError(`cannot read "${path}"`, {
      cause: error,
      help: 'pass a run directory, such as loadcell-results/latest',
    });
  }
}

function notArrow(path: string, cause?: unknown): LoadcellError {
  return new LoadcellError(
    'EXPORT',
    `"${path}" is not an Arrow stream: it was overwritten, or not written by Loadcell`,
    { cause, help: COPY_HELP },
  );
}
