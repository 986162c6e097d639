import { readSync } from 'node:fs';
import { fileReason } from '../../../spec/error/system-error.ts';
import { DamagedSourceError } from './damaged-source.ts';

/** Bytes read at a time. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Bytes of an open file from its beginning. The next chunk takes the memory of the one before.
 * @param fd of a file that can be read at any position
 */
export function* chunksOfFile(fd: number): Generator<Buffer, void> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = 0;
  for (;;) {
    const count = readChunk(fd, buffer, position);
    if (count === 0) return;
    position += count;
    yield buffer.subarray(0, count);
  }
}

function readChunk(fd: number, buffer: Buffer, position: number): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, position);
  } catch (error) {
    throw new DamagedSourceError(`cannot read on: ${fileReason(error)}`, { cause: error });
  }
}
