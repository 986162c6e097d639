import { readFile } from 'node:fs/promises';
import { systemErrorCode } from '../../spec/error/system-error.ts';

/** Errors of files that this kernel does not have, or does not show to this user. */
const HIDDEN: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'ESRCH',
  'EINVAL',
]);

/** A kernel file as text; undefined where this kernel does not have it or does not show it. */
export async function readProcText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (HIDDEN.has(systemErrorCode(error))) return undefined;
    throw error;
  }
}
