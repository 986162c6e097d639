import path from 'node:path';
import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';

const GOVERNOR_FILE = ['devices', 'system', 'cpu', 'cpu0', 'cpufreq', 'scaling_governor'];

/** The client and the target have their own processors, at a fixed frequency. */
export const processorsCheck: Check = {
  name: 'processors',
  purposes: PURPOSE_NAMES,
  run: async ({ processors, sysDir }) => {
    const governor = (await readProcText(path.join(sysDir, ...GOVERNOR_FILE)))?.trim();
    const clocked = governor === undefined ? 'governor unknown' : `governor ${governor}`;
    const found = `${processors}, ${clocked}`;
    if (processors < 2) {
      return {
        status: 'warning',
        found,
        remedy: 'use at least 2 cores: on 1, Loadcell and the target compete and skew the results',
      };
    }
    if (governor === undefined || governor === 'performance') return { status: 'ok', found };
    return {
      status: 'warning',
      found,
      remedy: 'frequency scaling adds noise; run: cpupower frequency-set -g performance',
    };
  },
};
