import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Files directly in a folder, at most. */
const MAX_FILES = 20;
/** Lines of a file, at most. */
const MAX_LINES = 250;
/** Lines of a test or of what tests are built from, at most. */
const MAX_TEST_LINES = 400;

const CODE = /\.(?:ts|mjs|js|cc|h|c|py|sh|css)$/;
const TEST = /(?:^|\/)test\//;
/** Recorded bytes, one file each: no room that anyone reads. */
const RECORDED = /^(?:native\/fuzz\/corpus|test\/fixtures|bench\/results)(?:\/|$)/;

function countLines(text) {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/**
 * Folders with too many files, and files with too many lines.
 * @param {string} root the checkout
 * @param {readonly string[]} files tracked files, relative to the root
 * @returns {string[]} a line for each
 */
export function findCrowded(root, files) {
  const folders = new Map();
  for (const file of files) {
    const folder = path.posix.dirname(file);
    if (folder === '.' || RECORDED.test(folder)) continue;
    folders.set(folder, (folders.get(folder) ?? 0) + (folder.startsWith('docs/') ? 0 : 1));
  }
  const crowded = [...folders].flatMap(([folder, count]) =>
    count > MAX_FILES ? [`${folder}: ${count} files; split it, at most ${MAX_FILES} fit`] : [],
  );
  const long = files.flatMap((file) => {
    if (!CODE.test(file) || RECORDED.test(file)) return [];
    const lines = countLines(readFileSync(path.join(root, file), 'utf8'));
    const most = TEST.test(file) ? MAX_TEST_LINES : MAX_LINES;
    return lines > most ? [`${file}: ${lines} lines; split it, at most ${most} fit`] : [];
  });
  return [...crowded, ...long];
}
