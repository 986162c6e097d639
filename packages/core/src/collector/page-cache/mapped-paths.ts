import { readFile } from 'node:fs/promises';

/** A file that a process uses, by its path as the process sees it. */
export interface MappedPath {
  readonly path: string;
  readonly isDeleted: boolean;
}

/** Address range, permissions, offset, device, inode, path; anonymous memory has no path, and `[heap]` no slash. */
const MAPPING = /^[0-9a-f]+-[0-9a-f]+ \S+ [0-9a-f]+ \S+ \d+ +(\/.*)$/gm;

/**
 * Reads which files a process maps, each once.
 * @param folder of the process, such as `/proc/7`
 */
export async function mapped(folder: string): Promise<MappedPath[]> {
  const text = await readFile(`${folder}/maps`, 'utf8');
  const paths = new Set([...text.matchAll(MAPPING)].map(([, path = '']) => path));
  return [...paths].map((path) => ({
    // The kernel escapes line ends in a path.
    path: path.replaceAll('\\012', '\n'),
    isDeleted: path.endsWith(' (deleted)'),
  }));
}
