import { randomUUID } from 'node:crypto';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { FLUSHES } from './flushes.ts';
import { pipeToFile } from './pipe-to-file.ts';

/** A temporary name next to a path, unique even among killed processes of the same pid. */
function temporaryFor(path: string): string {
  return `${path}.${randomUUID()}.partial`;
}

/** Writes a file so that it stands complete under its name or not at all. */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await writeFile(temporary, content, { flush: FLUSHES });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a file part by part, as fast as the disk takes them, so that it stands complete under its name or not at all. */
export async function writeChunksAtomically(
  path: string,
  chunks: Iterable<string> | AsyncIterable<string>,
  { isCompressed }: { readonly isCompressed: boolean },
): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await pipeToFile(temporary, Readable.from(chunks), ...(isCompressed ? [createGzip()] : []));
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Points a symbolic link at a target in one step, also where the link exists. */
export async function linkAtomically(target: string, path: string): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await symlink(target, temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
