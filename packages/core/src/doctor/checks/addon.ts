import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { isReportedFailure } from '../reported-failure.ts';

/** The native sampler loads and samples this process. */
export const addonCheck: Check = {
  name: 'native sampler',
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
      return {
        status: 'problem',
        found: error.message,
        remedy:
          'fix this to sample memory and to start anything; until then, servers that run already are measured (run --url), and MetricsCollector and profile() sample at 100 Hz from a JavaScript timer',
      };
    }
  },
};
