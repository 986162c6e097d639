import { readFile } from 'node:fs/promises';

/** A file of the kernel's as text; undefined where this kernel does not have it or does not show it. */
export async function readProcText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const isHidden = ['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ESRCH', 'EINVAL'].includes(
      String(error.code),
    );
    if (isHidden) return undefined;
    throw error;
  }
}
