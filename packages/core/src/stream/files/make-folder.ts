import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemErrorCode } from '../../spec/error/system-error.ts';

/**
 * Makes a folder and those above it. Not by the recursive way of `mkdir`: that calls a file system that is read-only a
 * folder that is missing, and retries forever where none can be made, as in /proc.
 * @returns the topmost folder that was made; nothing when all were there
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  if (await isFolder(path)) return undefined;
  const parent = dirname(path);
  const topmost = parent === path ? undefined : await makeFolder(parent);
  try {
    await mkdir(path);
    return topmost ?? path;
  } catch (error) {
    // Another process may have made it in the meantime.
    if (systemErrorCode(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
    return topmost;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
