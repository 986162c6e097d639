import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { formatBytes } from '../format-bytes.ts';

/** Recorded data of a short run. */
const NEEDED_BYTES = 64 * 2 ** 20;
/** Recorded data of one hour at 1 kHz with the requests of a busy server. */
const COMFORTABLE_BYTES = 2 ** 30;

/** The nearest existing parent, in which a new folder would be created. */
function existingParent(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : existingParent(parent);
}

/** The disk has room for recorded data. */
export const freeDiskCheck: Check = {
  name: 'free disk',
  purposes: PURPOSE_NAMES,
  run: async ({ outputDir, freeBytes }) => {
    const free = await freeBytes(existingParent(path.resolve(outputDir)));
    const found = `${formatBytes(free)} free for ${outputDir}`;
    if (free >= COMFORTABLE_BYTES) return { status: 'ok', found };
    return {
      status: free >= NEEDED_BYTES ? 'warning' : 'problem',
      found,
      remedy: `free at least ${formatBytes(COMFORTABLE_BYTES)}, or pass a folder on another disk with --output-dir`,
    };
  },
};
