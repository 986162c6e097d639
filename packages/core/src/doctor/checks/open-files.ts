import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

/** Needed by Node, the addon, the recorded data and the engine. */
const NEEDED_FILES = 64;
/** Enough for a thousand connections. */
const COMFORTABLE_FILES = 1024;

/** The limit of open files is high enough. */
export const openFilesCheck: Check = {
  name: 'open files',
  run: async ({ procDir }) => {
    const text = (await readProcText(path.join(procDir, 'self', 'limits'))) ?? '';
    const [, soft] = /^Max open files\s+(\S+)/m.exec(text) ?? [];
    const limit = soft === 'unlimited' ? Infinity : Number(soft);
    if (Number.isNaN(limit)) {
      return {
        status: 'warning',
        found: 'limit unknown: not readable in /proc/self/limits',
        remedy: `check ulimit -n; ${COMFORTABLE_FILES} is enough`,
      };
    }
    const found = `limit ${limit}`;
    if (limit >= COMFORTABLE_FILES) return { status: 'ok', found };
    return {
      status: limit >= NEEDED_FILES ? 'warning' : 'problem',
      found,
      remedy: `raise the limit before the run: ulimit -n ${COMFORTABLE_FILES}`,
    };
  },
};
