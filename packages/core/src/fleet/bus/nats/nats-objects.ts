import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '@nats-io/obj';
import { LoadcellError } from '../../../spec/error/errors.ts';
import type { BusObject, BusObjects } from '../bus.ts';
import { busError, isAbsent } from './bus-errors.ts';
import { untilDone, type RetryBus } from './retry.ts';

/** A transfer without a byte for this long has failed, ms. */
const STALL_MS = 15_000;
/** Time limit for one chunk to be stored, ms. */
const CHUNK_MS = 15_000;

/** A store of files in JetStream. */
export class NatsObjects implements BusObjects {
  readonly #bus: RetryBus;
  readonly #store: ObjectStore;

  constructor(bus: RetryBus, store: ObjectStore) {
    this.#bus = bus;
    this.#store = store;
  }

  async putFile(name: string, path: string): Promise<BusObject> {
    return await this.#put(name, () => createReadStream(path));
  }

  async putText(name: string, text: string): Promise<BusObject> {
    return await this.#put(name, () => Readable.from([Buffer.from(text, 'utf8')]));
  }

  async getFile(expected: BusObject, path: string, signal?: AbortSignal): Promise<void> {
    try {
      const written = createWriteStream(path);
      await this.#copy(expected, written, expected.bytes, signal);
      const { size } = await stat(path);
      if (size !== expected.bytes) throw cutShort(expected.name, size, expected.bytes);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async getText(expected: Omit<BusObject, 'bytes'>, maxBytes: number): Promise<string> {
    const chunks: Buffer[] = [];
    const collect = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    collect.resume();
    await this.#copy(expected, collect, maxBytes);
    return Buffer.concat(chunks).toString('utf8');
  }

  async remove(): Promise<void> {
    try {
      await this.#store.destroy();
    } catch (error) {
      if (!isAbsent(error)) throw busError(this.#bus.address, error);
    }
  }

  async #put(name: string, open: () => Readable): Promise<BusObject> {
    try {
      return await untilDone(this.#bus, async () => {
        const hash = createHash('sha256');
        let bytes = 0;
        const source = open();
        const data = bytesOf(source, (chunk) => {
          hash.update(chunk);
          bytes += chunk.length;
        });
        try {
          await this.#store.put({ name }, data, { timeout: CHUNK_MS });
        } finally {
          source.destroy();
        }
        return { name, bytes, sha256: hash.digest('hex') };
      });
    } catch (error) {
      throw busError(this.#bus.address, error);
    }
  }

  async #copy(
    { name, sha256 }: Omit<BusObject, 'bytes'>,
    to: NodeJS.WritableStream,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const result = await this.#find(name);
    // Its failure is that of the data.
    result.error.catch(() => {});
    const hash = createHash('sha256');
    const stalled = new AbortController();
    const stall = setTimeout(() => stalled.abort(), STALL_MS);
    let bytes = 0;
    const check = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        stall.refresh();
        bytes += chunk.length;
        hash.update(chunk);
        done(bytes > maxBytes ? tooLong(name, maxBytes) : null, chunk);
      },
    });
    const signals = signal === undefined ? [stalled.signal] : [stalled.signal, signal];
    try {
      await pipeline(chunksOf(result.data), check, to, { signal: AbortSignal.any(signals) });
    } catch (error) {
      if (stalled.signal.aborted) throw cutShort(name, bytes, result.info.size);
      if (signal?.aborted === true || error instanceof LoadcellError) throw error;
      throw objectError(`cannot read "${name}" from the bus: ${messageOf(error)}`, error);
    } finally {
      clearTimeout(stall);
    }
    if (hash.digest('hex') === sha256) return;
    throw objectError(`"${name}" from the bus differs from its checksum`);
  }

  async #find(name: string): Promise<NonNullable<Awaited<ReturnType<ObjectStore['get']>>>> {
    let result: Awaited<ReturnType<ObjectStore['get']>>;
    try {
      result = await untilDone(this.#bus, () => this.#store.get(name), isAbsent);
    } catch (error) {
      throw isAbsent(error) ? absent(name) : busError(this.#bus.address, error);
    }
    if (result === null) throw absent(name);
    return result;
  }
}

async function* chunksOf(data: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = data.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  } finally {
    // Ends the delivery of what is left.
    await reader.cancel().catch(() => {});
  }
}

/** A readable stream of the web that takes a chunk only when the bus has stored the one before. */
function bytesOf(
  source: Readable,
  onChunk: (chunk: Uint8Array) => void,
): ReadableStream<Uint8Array> {
  const chunks = source.iterator();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) return controller.close();
        if (!(value instanceof Uint8Array)) return;
        onChunk(value);
        controller.enqueue(new Uint8Array(value));
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function absent(name: string): LoadcellError {
  return objectError(`the bus has no object "${name}"`);
}

function cutShort(name: string, bytes: number, expected: number): LoadcellError {
  return objectError(`"${name}" from the bus is cut short: ${bytes} of ${expected} bytes`);
}

function tooLong(name: string, maxBytes: number): LoadcellError {
  return objectError(`"${name}" on the bus is longer than ${maxBytes} bytes`);
}

function objectError(message: string, cause?: unknown): LoadcellError {
  return new LoadcellError('BUS_OBJECT', message, {
    help: 'repeat the run; check the disk of the bus if it fails again',
    ...(cause === undefined ? {} : { cause }),
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
