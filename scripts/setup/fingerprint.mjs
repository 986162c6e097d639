import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Every file below a folder, sorted, so that the order of a directory does not matter.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

/**
 * One hash of names and contents, not of modification times: a checkout, a copy and a `git switch` back change times but
 * no contents.
 * @param {readonly string[]} sources files and folders; one that does not exist counts as absent
 */
export function fingerprintOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const files = existsSync(source) && statSync(source).isFile() ? [source] : filesBelow(source);
    for (const file of files) {
      const content = readFileSync(file);
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}
