import { createWriteStream } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FLUSHES } from './flushes.ts';

/**
 * Writes a new file from a stream, and resolves or rejects only once the file is closed: a source may fail before the file is
 * open, which would then be created after its removal.
 * @throws what the source throws, and the error of the system when the file exists or cannot be written
 */
export async function pipeToFile(
  path: string,
  source: Readable,
  ...transforms: readonly Transform[]
): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', flush: FLUSHES });
  const closed = new Promise<void>((resolve) => {
    file.once('close', resolve);
  });
  try {
    await pipeline([source, ...transforms, file]);
  } finally {
    await closed;
  }
}
