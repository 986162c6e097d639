import { NativeLoadError, readCgroupLevels } from '@loadcell/native';

/** The limit of memory that the kernel enforces on a process by its cgroups. */
export interface CgroupLimit {
  /** The lowest of its own group and of those above; infinite without one, `NaN` where it is not known. */
  readonly bytes: number;
  /** The group that has it, as a path below where cgroups are mounted; absent without a limit. */
  readonly group?: string;
  /** Why it is not known, as a clause about the process; absent where it is. */
  readonly reason?: string;
}

/**
 * Finds the lowest limit of memory over a process: of cgroups of versions 1 and 2, in any namespace.
 * @param procRoot where the kernel shows its processes
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
