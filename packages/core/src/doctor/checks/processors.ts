import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

const GOVERNOR_FILE = ['devices', 'system', 'cpu', 'cpu0', 'cpufreq', 'scaling_governor'];

/** There are processors for the runner and the target, and their clock holds still. */
export const processorsCheck: Check = {
  name: 'processors',
  run: async ({ processors, sysDir }) => {
    const governor = (await readProcText(path.join(sysDir, ...GOVERNOR_FILE)))?.trim();
    const clocked = governor === undefined ? 'governor not told' : `governor ${governor}`;
    const found = `${processors}, ${clocked}`;
    if (processors < 2) {
      return {
        status: 'warning',
        found,
        remedy:
          'give it two: with one, the runner and the target take time from each other and both show it',
      };
    }
    if (governor === undefined || governor === 'performance') return { status: 'ok', found };
    return {
      status: 'warning',
      found,
      remedy: 'times vary with the clock; for steady ones: cpupower frequency-set -g performance',
    };
  },
};
