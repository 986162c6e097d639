import path from 'node:path';
import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';
import { judgeMemory } from '../judge-memory.ts';

/** The machine has enough available memory. */
export const availableMemoryCheck: Check = {
  name: 'available memory',
  purposes: ['embedded'],
  run: async ({ procDir }) => {
    const text = (await readProcText(path.join(procDir, 'meminfo'))) ?? '';
    const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
    if (kibibytes === undefined) {
      return {
        status: 'warning',
        found: 'available memory unknown: no MemAvailable in /proc/meminfo',
        remedy: 'make sure the model fits: an OOM kill fails the phase',
      };
    }
    const bytes = Number(kibibytes) * 1024;
    return judgeMemory(bytes, `${formatBytes(bytes)} available`, 'close other programs');
  },
};
