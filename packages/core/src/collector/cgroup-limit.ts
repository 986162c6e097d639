import { NativeLoadError, readCgroupLevels } from '@loadcell/native';

/** The memory limit that the kernel enforces on a process by its cgroups. */
export interface CgroupLimit {
  /** The lowest limit of its own group and those above; infinite if there is none, `NaN` if unknown. */
  readonly bytes: number;
  /** The group with that limit, as a path relative to the cgroup mount; absent without a limit. */
  readonly group?: string;
  /** Why the limit is unknown, as a clause about the process; absent if it is known. */
  readonly reason?: string;
}

/**
 * Finds the lowest memory limit of a process: cgroups of versions 1 and 2, in any namespace.
 * @param procRoot where procfs is mounted
 */
export function readCgroupLimit(pid: number, procRoot = '/proc'): CgroupLimit {
  let found: ReturnType<typeof readCgroupLevels>;
  try {
    found = readCgroupLevels({ pid, procRoot });
  } catch (error) {
    if (!(error instanceof NativeLoadError)) throw error;
    return { bytes: Number.NaN, reason: 'the native part cannot be loaded' };
  }
  const { levels, reason } = found;
  if (levels.length === 0) return { bytes: Number.NaN, reason: `process ${pid} ${reason}` };
  const limited = levels.filter(({ limitBytes }) => Number.isFinite(limitBytes));
  const [lowest] = limited.toSorted((one, other) => one.limitBytes - other.limitBytes);
  if (lowest === undefined) return { bytes: Number.POSITIVE_INFINITY };
  return { bytes: lowest.limitBytes, group: lowest.group };
}
