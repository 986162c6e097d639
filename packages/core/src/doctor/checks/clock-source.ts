import path from 'node:path';
import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';

const SOURCE_FILE = ['devices', 'system', 'clocksource', 'clocksource0', 'current_clocksource'];

/** Clocks that need a system call, which takes microseconds instead of nanoseconds. */
const SLOW_SOURCES: readonly string[] = ['hpet', 'acpi_pm', 'pit', 'jiffies', 'refined-jiffies'];

/** Reading the clock is cheap. */
export const clockSourceCheck: Check = {
  name: 'clock source',
  purposes: PURPOSE_NAMES,
  run: async ({ sysDir }) => {
    const source = (await readProcText(path.join(sysDir, ...SOURCE_FILE)))?.trim();
    if (source === undefined) return { status: 'ok', found: 'unknown' };
    if (!SLOW_SOURCES.includes(source)) return { status: 'ok', found: source };
    return {
      status: 'warning',
      found: `${source} is slow to read: a timestamp may take longer than what it measures`,
      remedy: 'boot with clocksource=tsc if the machine supports it, or measure on another machine',
    };
  },
};
