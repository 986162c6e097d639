import { readFileLimit } from '../../target/transport/limits/file-limit.ts';
import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';

/** Needed by Node, the addon, the recorded data and the engine. */
const NEEDED_FILES = 64;
/** Enough for a thousand connections. */
const COMFORTABLE_FILES = 1024;

/** The limit of open files is high enough; each concurrent request to a server needs one. */
export const openFilesCheck: Check = {
  name: 'open files',
  purposes: PURPOSE_NAMES,
  run: async ({ procDir }) => {
    const { files: limit, connections } = await readFileLimit(procDir);
    if (Number.isNaN(limit)) {
      return {
        status: 'warning',
        found: 'limit unknown: not readable in /proc/self/limits',
        remedy: `check ulimit -n; ${COMFORTABLE_FILES} is enough`,
      };
    }
    const found =
      limit === Infinity ? 'no limit' : `limit ${limit}, enough for ${connections} connections`;
    if (limit >= COMFORTABLE_FILES) return { status: 'ok', found };
    return {
      status: limit >= NEEDED_FILES ? 'warning' : 'problem',
      found,
      remedy: `raise the limit before the run: ulimit -n ${COMFORTABLE_FILES}`,
    };
  },
};
