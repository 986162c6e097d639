import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import { fileReason, systemErrorCode } from '../../spec/error/system-error.ts';
import { makeFolder } from '../../stream/files/make-folder.ts';
import { dirname } from 'node:path';

/** Name of the files of an unfinished merge. */
function partialOf(out: string, isMade: boolean): string {
  return isMade ? join(out, 'merge.partial') : `${out}.partial`;
}

/**
 * Fills a directory so that it stands complete under its name, or not at all.
 * @param isMade whether the directory exists and takes the files; it must not exist otherwise
 * @throws {ConfigError} when it exists, or cannot be made
 */
export async function inOutputFolder<Result>(
  out: string,
  isMade: boolean,
  fill: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (!isMade) await refuseExisting(out);
  const partial = partialOf(out, isMade);
  await make(partial, out);
  try {
    const result = await fill(partial);
    if (isMade) await moveFiles(partial, out);
    else await rename(partial, out);
    return result;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function refuseExisting(out: string): Promise<void> {
  try {
    await lstat(out);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw new ConfigError(`cannot use "${out}": ${fileReason(error)}`, {
      help: 'pass another directory with --output',
      cause: error,
    });
  }
  throw new ConfigError(`"${out}" exists; a merged run needs a new directory`, {
    help: 'pass another one with --output, or remove it',
  });
}

async function make(partial: string, out: string): Promise<void> {
  try {
    await makeFolder(dirname(partial));
    await mkdir(partial);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    const isLeft = systemErrorCode(error) === 'EEXIST';
    throw new ConfigError(
      isLeft
        ? `"${partial}" exists: another merge writes there, or was killed`
        : `cannot make "${out}": ${fileReason(error)}`,
      {
        help: isLeft ? 'remove it once no merge runs' : 'pass another directory with --output',
        cause: error,
      },
    );
  }
}

/** All files stand in the directory once the last of them does: run.json, without which it is no run. */
async function moveFiles(from: string, to: string): Promise<void> {
  const files = await readdir(from);
  for (const file of files.toSorted(
    (one, other) => Number(one === 'run.json') - Number(other === 'run.json'),
  )) {
    await rename(join(from, file), join(to, file));
  }
}
