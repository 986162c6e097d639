import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

/** Memory of processes of other users can be read. Our own children always can. */
export const processVisibilityCheck: Check = {
  name: 'other processes',
  run: async ({ procDir }) => {
    const own = await readProcText(path.join(procDir, 'self', 'statm'));
    if (own === undefined) {
      return {
        status: 'problem',
        found: `${procDir}/self/statm cannot be read`,
        remedy: 'mount proc: memory is read from there',
      };
    }
    const first = await readProcText(path.join(procDir, '1', 'statm'));
    if (first !== undefined) return { status: 'ok', found: 'their memory can be read' };
    return {
      status: 'warning',
      found: 'processes of other users are hidden (hidepid)',
      remedy:
        'runs that start their target work; to attach to one of another user, run as that user or mount proc without hidepid',
    };
  },
};
