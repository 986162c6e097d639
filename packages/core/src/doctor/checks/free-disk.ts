import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';

/** The streams of a short run. */
const NEEDED_BYTES = 64 * 2 ** 20;
/** An hour of samples at a kilohertz, with the requests of a busy host. */
const COMFORTABLE_BYTES = 2 ** 30;

/** The nearest folder on the way up that exists: where a new one would be made. */
function existingParent(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : existingParent(parent);
}

/** There is room for what a run records. */
export const freeDiskCheck: Check = {
  name: 'free disk',
  run: async ({ outputDir, freeBytes }) => {
    const free = await freeBytes(existingParent(path.resolve(outputDir)));
    const found = `${formatBytes(free)} free for ${outputDir}`;
    if (free >= COMFORTABLE_BYTES) return { status: 'ok', found };
    return {
      status: free >= NEEDED_BYTES ? 'warning' : 'problem',
      found,
      remedy: `free at least ${formatBytes(COMFORTABLE_BYTES)}, or give a folder on another disk with --output-dir`,
    };
  },
};
