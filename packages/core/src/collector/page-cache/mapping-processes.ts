import { readdir, readFile } from 'node:fs/promises';
import { mapped } from './mapped-paths.ts';

/** A process that maps a file. */
export interface MappingProcess {
  readonly pid: number;
  /** The kernel's name of it, up to 15 characters; empty if it has ended. */
  readonly name: string;
}

/**
 * Finds one process that maps each of the given files, as far as visible to this user. Takes a few milliseconds per
 * hundred processes.
 * @param procRoot such as `/proc`
 */
export async function findMappingProcesses(
  paths: readonly string[],
  procRoot: string,
): Promise<ReadonlyMap<string, MappingProcess>> {
  const wanted = new Set(paths);
  const found = new Map<string, MappingProcess>();
  for (const entry of wanted.size === 0 ? [] : await readdir(procRoot)) {
    if (!/^\d+$/.test(entry)) continue;
    const folder = `${procRoot}/${entry}`;
    const theirs = await mapped(folder).catch(() => []);
    const here = theirs.filter(({ path, isDeleted }) => !isDeleted && wanted.has(path));
    if (here.length === 0) continue;
    const name = await readFile(`${folder}/comm`, 'utf8').catch(() => '');
    for (const { path } of here) {
      found.set(path, { pid: Number(entry), name: name.trimEnd() });
      wanted.delete(path);
    }
    if (wanted.size === 0) break;
  }
  return found;
}
