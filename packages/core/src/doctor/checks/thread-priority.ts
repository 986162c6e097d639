import type { Check } from '../check.ts';
import { isReportedFailure } from '../reported-failure.ts';

/** The threads that sample and take timestamps run as soon as they wake, also beside a server that keeps every core busy. */
export const threadPriorityCheck: Check = {
  name: 'thread priority',
  run: async ({ sampleSelf }) => {
    try {
      const { isRealTime } = await sampleSelf();
      if (isRealTime) return { status: 'ok', found: 'real-time for sampling and timestamps' };
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      return { status: 'ok', found: 'not known without the native sampler' };
    }
    return {
      status: 'note',
      found: 'ordinary: on a busy machine, samples, sends and timestamps may wait for a CPU',
      remedy:
        'needed only where the server runs on the same CPUs: run as root, or with CAP_SYS_NICE (docker run --cap-add SYS_NICE)',
    };
  },
};
