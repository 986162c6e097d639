import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../../spec/error/system-error.ts';
import { FLUSHES } from '../../stream/files/flushes.ts';
import { makeFolder } from '../../stream/files/make-folder.ts';
import type { Check, CheckOutcome } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';

/** More than fits into an inode, so that a full disk is detected. */
const PROBE_BYTES = 64 * 2 ** 10;

/** Tries to write to a folder, and cleans up. @returns why that failed; undefined when it worked */
async function whyNotWritable(folder: string): Promise<string | undefined> {
  let firstMade: string | undefined;
  let probe: string | undefined;
  try {
    firstMade = await makeFolder(folder);
    probe = await mkdtemp(path.join(folder, '.loadcell-doctor-'));
    await writeFile(path.join(probe, 'probe'), new Uint8Array(PROBE_BYTES), { flush: FLUSHES });
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.message;
  } finally {
    if (probe !== undefined) await rm(probe, { recursive: true, force: true });
    if (firstMade !== undefined) await rm(firstMade, { recursive: true, force: true });
  }
}

async function checkWritable(folder: string, remedy: string): Promise<CheckOutcome> {
  const reason = await whyNotWritable(folder);
  if (reason === undefined) return { status: 'ok', found: `${folder} is writable` };
  return { status: 'problem', found: `cannot write to ${folder}: ${reason}`, remedy };
}

/** Run directories can be created. */
export const outputDirCheck: Check = {
  name: 'output directory',
  purposes: PURPOSE_NAMES,
  run: ({ outputDir }) =>
    checkWritable(
      outputDir,
      'pass another folder with --output-dir, or free some space on its disk',
    ),
};

/** Generated models can be cached. */
export const cacheDirCheck: Check = {
  name: 'cache directory',
  purposes: ['embedded'],
  run: ({ cacheDir }) => checkWritable(cacheDir, 'set XDG_CACHE_HOME to a writable folder'),
};
