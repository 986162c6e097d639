import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

/** What a process may look at in others: decides on proportional memory (PSS) of a target that we did not start. */
export const ptraceScopeCheck: Check = {
  name: 'ptrace scope',
  run: async ({ procDir }) => {
    const text = await readProcText(path.join(procDir, 'sys', 'kernel', 'yama', 'ptrace_scope'));
    if (text === undefined) return { status: 'ok', found: 'not restricted' };
    const scope = Number(text);
    if (scope <= 1) {
      return { status: 'ok', found: scope === 0 ? 'not restricted' : 'own children' };
    }
    return {
      status: 'warning',
      found: `restricted to administrators (${scope})`,
      remedy:
        'proportional memory (PSS) will be absent; resident memory is measured. To have both: sysctl kernel.yama.ptrace_scope=1',
    };
  },
};
