import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LoadcellError } from '../../spec/error/errors.ts';
import type { BusObjects } from '../bus/bus.ts';
import type { StoredFile } from '../protocol/stored-file.ts';

/** A name of plain parts, which cannot leave its folder. */
const FILE_NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Most bytes of all files of a plan. */
const MOST_BYTES = 16 * 2 ** 30;

/**
 * Fetches the files of a plan into a folder; size and digest of each are checked.
 * @throws {LoadcellError} BUS_OBJECT when one is absent, cut short or another; CONFIG when a name leaves the folder, or the
 * files are too long
 */
export async function receiveFiles(
  objects: BusObjects,
  files: readonly StoredFile[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const wrong = files.find(({ name }) => !FILE_NAME.test(name));
  if (wrong !== undefined) throw refused(`the file "${wrong.name}" of the plan leaves its folder`);
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES) {
    throw refused('the files of the plan are longer than 16 GiB');
  }
  for (const { name, object, bytes, sha256 } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await objects.getFile({ name: object, bytes, sha256 }, path, signal);
  }
}

function refused(message: string): LoadcellError {
  return new LoadcellError('CONFIG', message, {
    help: 'rename or shorten the files that the configuration names',
  });
}
