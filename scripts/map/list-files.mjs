import { execFileSync } from 'node:child_process';

/**
 * Files that git lists in a checkout, relative to its root, in order.
 * @param {string} root
 * @param {readonly string[]} [selection] further arguments of `git ls-files`; the tracked files without any
 * @returns {string[]}
 */
export function listFiles(root, selection = []) {
  const listed = execFileSync('git', ['ls-files', ...selection], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listed
    .split('\n')
    .filter((file) => file !== '')
    .toSorted();
}
