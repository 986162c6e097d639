import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

/** Decides whether proportional memory (PSS) of an attached process can be read. */
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
        'proportional memory (PSS) of attached processes is not measured, RSS is; run: sysctl kernel.yama.ptrace_scope=1',
    };
  },
};
