import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';

/**
 * Whether a command can be held until its first sample, which attaches to it. Yama restricts only that: reads such as that of
 * proportional memory (PSS) need no right to attach.
 */
export const ptraceScopeCheck: Check = {
  name: 'ptrace scope',
  purposes: ['command', 'record'],
  run: async ({ procDir }) => {
    const text = await readProcText(path.join(procDir, 'sys', 'kernel', 'yama', 'ptrace_scope'));
    if (text === undefined) return { status: 'ok', found: 'not restricted' };
    const scope = Number(text);
    if (scope <= 1) {
      return { status: 'ok', found: scope === 0 ? 'not restricted' : 'own children' };
    }
    const isFixed = scope === 3;
    return {
      status: 'warning',
      found: isFixed ? 'attaching is disabled (3)' : `restricted to administrators (${scope})`,
      remedy: `${isFixed ? 'set kernel.yama.ptrace_scope=1 in /etc/sysctl.d and reboot' : 'run as root: sysctl -w kernel.yama.ptrace_scope=1'}; until then the work of a command before its first sample is missed`,
    };
  },
};
