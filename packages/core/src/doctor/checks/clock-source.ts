import path from 'node:path';
import type { Check } from '../check.ts';
import { readProcText } from '../read-proc-text.ts';

const SOURCE_FILE = ['devices', 'system', 'clocksource', 'clocksource0', 'current_clocksource'];

/** Clocks that are read in a system call, at a microsecond and more instead of some nanoseconds. */
const SLOW_SOURCES: readonly string[] = ['hpet', 'acpi_pm', 'pit', 'jiffies', 'refined-jiffies'];

/** Reading the clock is cheap. */
export const clockSourceCheck: Check = {
  name: 'clock source',
  run: async ({ sysDir }) => {
    const source = (await readProcText(path.join(sysDir, ...SOURCE_FILE)))?.trim();
    if (source === undefined) return { status: 'ok', found: 'not told' };
    if (!SLOW_SOURCES.includes(source)) return { status: 'ok', found: source };
    return {
      status: 'warning',
      found: `${source} is slow to read: every stamp costs more than what it times`,
      remedy:
        'boot with clocksource=tsc where the machine allows it, or measure on another machine',
    };
  },
};
