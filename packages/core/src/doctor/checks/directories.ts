import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../../spec/error/system-error.ts';
import { FLUSHES } from '../../stream/files/atomic-file.ts';
import { makeFolder } from '../../stream/files/make-folder.ts';
import type { Check, CheckOutcome } from '../check.ts';

/** More than fits into an inode, so that a full disk is noticed. */
const PROBE_BYTES = 64 * 2 ** 10;

/** Why a folder cannot be written to, tried out; undefined when it can. Nothing of the attempt stays. */
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
  if (reason === undefined) return { status: 'ok', found: `${folder} can be written to` };
  return { status: 'problem', found: `${folder} cannot be written to: ${reason}`, remedy };
}

/** Run directories can be made. */
export const outputDirCheck: Check = {
  name: 'output directory',
  run: ({ outputDir }) =>
    checkWritable(
      outputDir,
      'give another one with --output-dir, or free some megabytes on its disk',
    ),
};

/** Models that are made here can be kept. */
export const cacheDirCheck: Check = {
  name: 'cache directory',
  run: ({ cacheDir }) =>
    checkWritable(cacheDir, 'point XDG_CACHE_HOME to a folder that can be written to'),
};
