import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { isReportedFailure, problemOf } from '../reported-failure.ts';

/** The native part loads and samples this process. */
export const addonCheck: Check = {
  name: 'native part',
  purposes: PURPOSE_NAMES,
  limits: {
    server: 'no process is sampled (--pid is refused), and JavaScript takes the timestamps',
  },
  run: async ({ sampleSelf }) => {
    try {
      const { sampleCount, peakRssBytes, achievedHz } = await sampleSelf();
      if (sampleCount > 0 && peakRssBytes > 0) {
        const rate = `${Math.round(achievedHz)} Hz`;
        return { status: 'ok', found: `${rate}, RSS of this process ${formatBytes(peakRssBytes)}` };
      }
      return {
        status: 'problem',
        found: `loaded, but took ${sampleCount} samples`,
        remedy: 'make /proc/self/statm readable: memory is measured from it',
      };
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      return problemOf(error, 'fix this to sample memory and to start anything');
    }
  },
};
