import { fstatSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Message, RecordBatchReader, type RecordBatch } from 'apache-arrow';
import * as z from 'zod';
import { LoadcellError } from '../../spec/error/errors.ts';
import { isSystemError } from '../../spec/error/system-error.ts';
import { COPY_HELP } from '../other-version.ts';
import { piecesOf, type MessagePlace, type PieceMemory } from './arrow-pieces.ts';

/** Mark of a message, and the length of what describes it. */
const PREFIX_BYTES = 8;

/** An Arrow IPC stream file that is open. Memory does not grow with its length. */
export interface ArrowFile {
  /** Rows of all complete batches. */
  readonly rows: number;
  /** Values of the lists of the last column, all rows together. */
  readonly listed: number;
  /** False when it does not end with the mark of the end: it was cut off, or its writer was killed. */
  readonly isIntact: boolean;
  /** The complete batches in order. A batch must not be kept: its memory is used again. */
  readonly batches: () => Iterable<RecordBatch>;
  /** The rows in order, a piece at a time. A piece must not be kept: others are read into its memory. */
  readonly pieces: (memory: PieceMemory) => Iterable<RecordBatch>;
}

/**
 * Opens an Arrow IPC stream file, also one whose writer was killed, and closes it again.
 * @throws when the file is missing, is damaged, or is not an Arrow stream at all
 */
export async function withArrowFile<Result>(
  path: string,
  read: (file: ArrowFile) => Result | Promise<Result>,
): Promise<Result> {
  const file = await open(path);
  try {
    const { places, isIntact } = findMessages(file.fd, path);
    return await read({
      rows: sumOf(places, (place) => place.rows),
      listed: sumOf(places, (place) => place.listed),
      isIntact,
      batches: () => batchesOf(RecordBatchReader.from(bytesOf(file.fd, places)), path),
      pieces: (memory) => batchesOf(piecesOf(file.fd, places, memory), path),
    });
  } catch (error) {
    // A value that no writer writes, such as a zero in place of a name.
    throw error instanceof z.ZodError ? damaged(path, error) : error;
  } finally {
    await file.close();
  }
}

function sumOf(places: readonly MessagePlace[], count: (place: MessagePlace) => number): number {
  return places.reduce((sum, place) => sum + count(place), 0);
}

/** The complete messages of a file, the schema first. */
function findMessages(
  descriptor: number,
  path: string,
): { places: MessagePlace[]; isIntact: boolean } {
  const fileBytes = fstatSync(descriptor).size;
  const prefix = Buffer.alloc(PREFIX_BYTES);
  const places: MessagePlace[] = [];
  let positionBytes = 0;
  for (;;) {
    const readBytes = readSync(descriptor, prefix, 0, PREFIX_BYTES, positionBytes);
    if (!prefix.subarray(0, Math.min(4, readBytes)).every((byte) => byte === 0xff)) {
      // After a power cut a file system may leave zeros where the last batches should be.
      if (positionBytes > 0) return { places, isIntact: false };
      throw new LoadcellError(
        'RUN_UNREADABLE',
        `"${path}" is not an Arrow stream: it was not written by Loadcell, or was overwritten.`,
        { help: COPY_HELP },
      );
    }
    if (readBytes < PREFIX_BYTES) return { places, isIntact: false };
    const headBytes = prefix.readInt32LE(4);
    // The mark of the end.
    if (headBytes === 0) return { places, isIntact: true };
    if (positionBytes + PREFIX_BYTES + headBytes > fileBytes) return { places, isIntact: false };
    const head = Buffer.alloc(headBytes);
    readSync(descriptor, head, 0, headBytes, positionBytes + PREFIX_BYTES);
    const message = decodeHead(head, path);
    const lengthBytes = PREFIX_BYTES + headBytes + message.bodyLength;
    if (positionBytes + lengthBytes > fileBytes) return { places, isIntact: false };
    places.push({ positionBytes, lengthBytes, ...countsOf(message) });
    positionBytes += lengthBytes;
  }
}

function countsOf(message: Message): { rows: number; listed: number } {
  if (!message.isRecordBatch()) return { rows: 0, listed: 0 };
  const { length, nodes } = message.header();
  return { rows: length, listed: nodes.at(-1)?.length ?? length };
}

/** Zeros where a message was, as a file system leaves them after a power cut, make the library fail in any way. */
function decodeHead(head: Uint8Array, path: string): Message {
  try {
    return Message.decode(head);
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause: unknown): LoadcellError {
  return new LoadcellError(
    'RUN_UNREADABLE',
    `"${path}" is damaged: a part of it was overwritten.`,
    {
      help: COPY_HELP,
      cause,
    },
  );
}

function batchesOf(
  read: Iterable<RecordBatch | undefined>,
  path: string,
): IterableIterator<RecordBatch> {
  const batches = read[Symbol.iterator]();
  const found: IterableIterator<RecordBatch> = {
    [Symbol.iterator]: () => found,
    next: () => {
      let batch = nextBatch(batches, path);
      // The library makes one without rows, and without its columns, of a stream that has none.
      while (batch?.numRows === 0) batch = nextBatch(batches, path);
      return batch === undefined ? { done: true, value: undefined } : { done: false, value: batch };
    },
  };
  return found;
}

function nextBatch(
  batches: Iterator<RecordBatch | undefined>,
  path: string,
): RecordBatch | undefined {
  try {
    const next = batches.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    if (isSystemError(error)) throw error;
    throw damaged(path, error);
  }
}

/** Messages that may be read ahead of the one that is looked at: the library asks for one before it is done with another. */
const AHEAD = 3;

/**
 * The bytes of one message after the other, in the memory of those before the last few: half a gigabyte of small pieces
 * would be left to the garbage collector.
 */
function* bytesOf(descriptor: number, places: readonly MessagePlace[]): Generator<Uint8Array> {
  const mostBytes = places.reduce((most, { lengthBytes }) => Math.max(most, lengthBytes), 0);
  const memory = Array.from({ length: AHEAD + 1 }, () => new Uint8Array(mostBytes));
  for (const [index, { positionBytes, lengthBytes }] of places.entries()) {
    const bytes = memory[index % memory.length]?.subarray(0, lengthBytes) ?? new Uint8Array(0);
    readSync(descriptor, bytes, 0, lengthBytes, positionBytes);
    yield bytes;
  }
}

/** Whether an Arrow stream file ends as its writer ends it. @throws as {@link withArrowFile} */
export async function isIntactArrowFile(path: string): Promise<boolean> {
  return await withArrowFile(path, ({ isIntact }) => isIntact);
}
