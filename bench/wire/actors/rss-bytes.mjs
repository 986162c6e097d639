import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const PAGE_BYTES = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

/** RSS of this process after a garbage collection. */
export function rssBytes() {
  // Buffers that the first collection found are released in the background, by the second at the latest.
  globalThis.gc();
  globalThis.gc();
  return Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[1]) * PAGE_BYTES;
}
