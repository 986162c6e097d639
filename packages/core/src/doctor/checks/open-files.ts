import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

/** Node, the addon, the streams and the engine. */
const NEEDED_FILES = 64;
/** A thousand connections. */
const COMFORTABLE_FILES = 1024;

/** Enough files may be open at once. */
export const openFilesCheck: Check = {
  name: 'open files',
  run: async ({ procDir }) => {
    const text = (await readProcText(path.join(procDir, 'self', 'limits'))) ?? '';
    const [, soft] = /^Max open files\s+(\S+)/m.exec(text) ?? [];
    const limit = soft === 'unlimited' ? Infinity : Number(soft);
    if (Number.isNaN(limit)) {
      return {
        status: 'warning',
        found: 'the kernel does not tell how many may be open',
        remedy: 'see `ulimit -n`; 1024 are enough',
      };
    }
    const found = `${limit} at once`;
    if (limit >= COMFORTABLE_FILES) return { status: 'ok', found };
    return {
      status: limit >= NEEDED_FILES ? 'warning' : 'problem',
      found,
      remedy: `raise the limit before the run: ulimit -n ${COMFORTABLE_FILES}`,
    };
  },
};
