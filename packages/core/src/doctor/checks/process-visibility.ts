import path from 'node:path';
import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';

/** The memory of other users' processes can be read; that of child processes always can. */
export const processVisibilityCheck: Check = {
  name: 'other processes',
  purposes: PURPOSE_NAMES,
  limits: { server: 'no process is sampled (--pid is refused)' },
  run: async ({ procDir }) => {
    const own = await readProcText(path.join(procDir, 'self', 'statm'));
    if (own === undefined) {
      return {
        status: 'problem',
        found: `${procDir}/self/statm cannot be read`,
        remedy: 'mount /proc: memory is read from it',
      };
    }
    const first = await readProcText(path.join(procDir, '1', 'statm'));
    if (first !== undefined) return { status: 'ok', found: 'memory is readable' };
    return {
      status: 'warning',
      found: 'processes of other users are hidden (hidepid)',
      remedy:
        'needed only to attach to the process of another user: run as that user, or mount /proc without hidepid',
    };
  },
};
