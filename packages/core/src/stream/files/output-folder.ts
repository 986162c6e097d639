import { lstat, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { FLUSHES } from './flushes.ts';

/** Disk space required before anything is measured: the streams of a short run. */
const PROBE_BYTES = 4 * 2 ** 20;

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'it is not writable'],
  ['EPERM', 'it is not writable'],
  ['EROFS', 'its file system is read-only'],
  ['ENOSPC', 'its disk is full'],
  ['EDQUOT', 'its disk quota is exceeded'],
  ['EFBIG', 'the file size limit is too low (ulimit -f)'],
  ['ENOTDIR', 'a part of its path is a file'],
  ['EEXIST', 'a file has that name'],
  ['ELOOP', 'it has a symbolic link loop'],
  ['ENOENT', 'it cannot be created'],
  ['ENAMETOOLONG', 'its path is too long'],
]);

/** Why an output directory cannot be used. @throws an error that has another cause */
export function unusable(outputDir: string, error: unknown): ConfigError {
  const cause = CAUSES.get(systemErrorCode(error) ?? '');
  if (cause === undefined) throw error;
  return new ConfigError(
    `cannot use output directory "${outputDir}": ${cause}; nothing was measured.`,
    {
      help: 'pass another one with --output-dir or outputDir, with some megabytes to spare',
      cause: error,
    },
  );
}

/**
 * Proves that an output directory can be used, or made where it does not exist. Leaves nothing behind.
 * @throws {ConfigError} when it is unusable: read-only, full, or not a directory
 */
export async function checkOutputFolder(outputDir: string): Promise<void> {
  try {
    await refuseForeign(join(outputDir, 'latest'));
    const folder = await mkdtemp(join(await nearestOf(resolve(outputDir)), '.loadcell-probe-'));
    try {
      await probeFolder(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    throw unusable(outputDir, error);
  }
}

/** The path, or the nearest one above it that exists. */
async function nearestOf(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if (systemErrorCode(error) !== 'ENOENT' || parent === path) throw error;
    return await nearestOf(parent);
  }
}

/** A `latest` that is not a link belongs to the user. @throws {ConfigError} */
export async function refuseForeign(latest: string): Promise<void> {
  try {
    if ((await lstat(latest)).isSymbolicLink()) return;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  throw new ConfigError(
    `"${latest}" is not a symbolic link, and Loadcell needs that name for its link to the newest run; nothing was measured.`,
    { help: 'rename it, or pass another directory with --output-dir or outputDir' },
  );
}

/** Writes some megabytes into a folder, and deletes them. */
export async function probeFolder(folder: string): Promise<void> {
  const path = join(folder, 'probe.partial');
  await writeFile(path, new Uint8Array(PROBE_BYTES), { flush: FLUSHES });
  await rm(path, { force: true });
}
