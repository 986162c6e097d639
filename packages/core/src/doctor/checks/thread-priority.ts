import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';
import { isReportedFailure } from '../reported-failure.ts';

/** Threads that sample and take timestamps run as soon as they wake, also when a server keeps every core busy. */
export const threadPriorityCheck: Check = {
  name: 'thread priority',
  purposes: PURPOSE_NAMES,
  run: async ({ sampleSelf }) => {
    try {
      const { isRealTime } = await sampleSelf();
      if (isRealTime) return { status: 'ok', found: 'real-time for sampling and timestamps' };
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      return { status: 'ok', found: 'unknown without the native part' };
    }
    return {
      status: 'note',
      found: 'normal: on a busy machine, samples, sends and timestamps may wait for a CPU',
      remedy:
        'needed only if the server shares these CPUs: run as root, or with CAP_SYS_NICE (docker run --cap-add SYS_NICE)',
    };
  },
};
