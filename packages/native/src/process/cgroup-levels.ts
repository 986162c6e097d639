import * as z from 'zod';
import { MeasuredSchema } from '../record/column-totals.ts';
import { loadNative } from '../addon/load-native.ts';

const CgroupLevelsSchema = z.object({
  reason: z.string(),
  levels: z.array(z.object({ group: z.string(), limitBytes: MeasuredSchema })),
});

/** A cgroup that limits the memory of a process. */
export interface CgroupLevel {
  /** Its path below where cgroups are mounted; `/` for the highest that is seen from here. */
  readonly group: string;
  /** Its own limit; infinite without one, `NaN` where it cannot be read. */
  readonly limitBytes: number;
}

/** The cgroups of a process that have the memory controller. */
export interface CgroupLevels {
  /** Its own first, then each that the one before is in; none where its own cannot be found. */
  readonly levels: readonly CgroupLevel[];
  /** Why its own cannot be found, as the end of a sentence about the process; empty where it was. */
  readonly reason: string;
}

/**
 * Finds the cgroups that limit the memory of a process: versions 1 and 2, hybrids of both, in any cgroup namespace.
 * @param options `procRoot` is `/proc` unless given
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {TypeError} when the pid is none
 */
export function readCgroupLevels(options: {
  readonly pid: number;
  readonly procRoot?: string;
}): CgroupLevels {
  const { pid, procRoot = '/proc' } = options;
  return CgroupLevelsSchema.parse(loadNative().cgroupLevels(procRoot, pid));
}
