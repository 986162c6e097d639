import * as z from 'zod';
import { MeasuredSchema } from '../record/column-totals.ts';
import { loadNative } from '../addon/load-native.ts';

const CgroupLevelsSchema = z.object({
  reason: z.string(),
  levels: z.array(z.object({ group: z.string(), limitBytes: MeasuredSchema })),
});

/** A cgroup that limits the memory of a process. */
export interface CgroupLevel {
  /** Its path below the cgroup mount; `/` for the highest visible one. */
  readonly group: string;
  /** Its own limit; infinite without one, `NaN` when it cannot be read. */
  readonly limitBytes: number;
}

/** The cgroups of a process with the memory controller. */
export interface CgroupLevels {
  /** The cgroup of the process, then its ancestors; empty when the first was not found. */
  readonly levels: readonly CgroupLevel[];
  /** Why the cgroup was not found, as the end of a sentence about the process; empty when it was. */
  readonly reason: string;
}

/**
 * Finds the cgroups that limit the memory of a process: versions 1 and 2 and hybrids, in any cgroup namespace.
 * @param options `procRoot` replaces `/proc` for tests
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {TypeError} when the PID is invalid
 */
export function readCgroupLevels(options: {
  readonly pid: number;
  readonly procRoot?: string;
}): CgroupLevels {
  const { pid, procRoot = '/proc' } = options;
  return CgroupLevelsSchema.parse(loadNative().cgroupLevels(procRoot, pid));
}
