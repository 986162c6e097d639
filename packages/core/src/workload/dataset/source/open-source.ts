import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { ConfigError } from '../../../spec/error/errors.ts';
import { fileReason } from '../../../spec/error/system-error.ts';
import { ReadDigest, type FileDigest } from '../../file-digest.ts';
import { DamagedSourceError } from './damaged-source.ts';
import { copyParquet, isParquet } from './copy-parquet.ts';
import { chunksOfFile } from './file-chunks.ts';
import { gunzipChunks, isGzip } from './gunzip-chunks.ts';
import { refuseUnreadable, SIGNATURE_BYTES } from './refuse-file.ts';

/** An open file as bytes of text. */
export interface Source {
  /** Bytes of the file as it lies on disk. */
  readonly bytes: number;
  /** Its shape, where its first bytes show it. */
  readonly shape?: 'parquet';
  /** Its bytes from the beginning, unpacked. A chunk takes the memory of the one before. */
  readonly chunks: () => Iterable<Buffer>;
  /** Of the file as it lies on disk, as far as it was read; of the rows of Parquet as JSON lines. */
  readonly digest: () => FileDigest;
  readonly close: () => void;
}

/**
 * Opens a file that holds a data set. It stays open, so that each pass reads the same file.
 * @throws {ConfigError} when it cannot be read or cannot hold one
 */
export async function openSource(path: string): Promise<Source> {
  const fd = openFile(path);
  try {
    return await sourceOf(path, fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function openFile(path: string): number {
  const stats = readOrThrow(path, () => statSync(path));
  // Before it is opened: opening a pipe waits for its writer.
  if (!stats.isFile()) {
    throw unreadable(path, stats.isDirectory() ? 'it is a folder' : 'it is not a regular file');
  }
  return readOrThrow(path, () => openSync(path, 'r'));
}

function readOrThrow<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, fileReason(error), error);
  }
}

async function sourceOf(path: string, fd: number): Promise<Source> {
  const stats = fstatSync(fd);
  const read = new ReadDigest();
  const digest = (): FileDigest => read.digest;
  const packed = Buffer.alloc(SIGNATURE_BYTES);
  const head = packed.subarray(0, readSync(fd, packed, 0, packed.length, 0));
  if (isParquet(head)) {
    const copy = await copyParquet(path, fd, stats.size);
    return {
      bytes: stats.size,
      shape: 'parquet',
      chunks: () => read.pass(chunksOfFile(copy.fd)),
      digest,
      close: () => {
        copy.close();
        closeSync(fd);
      },
    };
  }
  const onDisk = (): Iterable<Buffer> => read.pass(chunksOfFile(fd));
  const chunks = isGzip(head) ? () => gunzipChunks(onDisk()) : onDisk;
  refuseUnreadable(path, firstBytes(path, chunks()));
  return {
    bytes: stats.size,
    chunks,
    digest,
    close: () => {
      closeSync(fd);
    },
  };
}

/** @throws {ConfigError} when not one byte can be unpacked */
function firstBytes(path: string, chunks: Iterable<Buffer>): Buffer {
  try {
    for (const chunk of chunks) return Buffer.from(chunk.subarray(0, SIGNATURE_BYTES));
  } catch (error) {
    if (!(error instanceof DamagedSourceError)) throw error;
    throw new ConfigError(`cannot read "${path}": ${error.message}`, {
      cause: error,
      help: 'the file is cut or changed: fetch it again',
    });
  }
  return Buffer.alloc(0);
}

function unreadable(path: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`cannot read "${path}": ${reason}`, {
    help: 'pass the path of a file of requests',
    ...(cause === undefined ? {} : { cause }),
  });
}
