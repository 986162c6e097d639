import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { isReportedFailure } from '../reported-failure.ts';

/** The native sampler loads and sees this process. */
export const addonCheck: Check = {
  name: 'native sampler',
  run: async ({ sampleSelf }) => {
    try {
      const { sampleCount, peakRssBytes, achievedHz } = await sampleSelf();
      if (sampleCount > 0 && peakRssBytes > 0) {
        const rate = `${Math.round(achievedHz)} samples a second`;
        return { status: 'ok', found: `${rate}, this process at ${formatBytes(peakRssBytes)}` };
      }
      return {
        status: 'problem',
        found: `loaded, and took ${sampleCount} samples`,
        remedy: 'look at /proc/self/statm: it must be readable for memory to be measured',
      };
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      return {
        status: 'problem',
        found: error.message,
        remedy:
          'until the native sampler loads nothing can be run, and MetricsCollector and profile() sample from a timer of ' +
          'JavaScript at 100 Hz',
      };
    }
  },
};
