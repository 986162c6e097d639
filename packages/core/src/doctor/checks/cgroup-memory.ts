import type { Check } from '../check.ts';
import { formatBytes } from '../format-bytes.ts';
import { judgeMemory } from '../judge-memory.ts';

/** The memory limit of the cgroup leaves room for a run. */
export const cgroupMemoryCheck: Check = {
  name: 'cgroup memory limit',
  purposes: ['embedded'],
  run: ({ cgroupLimit }) => {
    const { bytes, group, reason } = cgroupLimit();
    if (Number.isNaN(bytes)) {
      return Promise.resolve({
        status: 'ok',
        found: `unknown: ${reason ?? 'the limit is not readable'}`,
      });
    }
    if (bytes === Number.POSITIVE_INFINITY)
      return Promise.resolve({ status: 'ok', found: 'no limit' });
    return Promise.resolve(
      judgeMemory(
        bytes,
        `${formatBytes(bytes)} for this process and its children, from cgroup ${group ?? 'unknown'}`,
        'raise the memory limit of the container or systemd unit',
      ),
    );
  },
};
