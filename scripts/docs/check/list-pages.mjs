import { existsSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '../../map/list-files.mjs';

/** Pages whose fenced blocks are checked. Of all others, only the links are. */
const WITH_BLOCKS =
  /^(?:README|CONTRIBUTING|SECURITY|examples\/README|docs\/(?!decisions\/|spec\/).+)\.md$/u;

/** Recorded bytes of other programs: no page of this project. */
const RECORDED = /^(?:test\/fixtures|native\/fuzz\/corpus)\//u;

/**
 * The pages of a checkout: files that git tracks or would add.
 * @param {string} root the checkout
 */
export function listPages(root) {
  const selection = ['--cached', '--others', '--exclude-standard', '--deduplicate', '*.md'];
  return listFiles(root, selection)
    .filter((file) => !RECORDED.test(file) && existsSync(path.join(root, file)))
    .map((file) => ({ file, hasBlocks: WITH_BLOCKS.test(file) }));
}
