import { formatBytes } from '../../metric/format/format-value.ts';
import type { Environment } from '../../spec/environment.ts';

/** A cgroup of version 1 without a limit reports a number larger than any machine, bytes. */
const UNLIMITED_BYTES = 2 ** 62;

/** The memory limit above the target and the cgroup that has it, as text; `unknown` with the reason where it was not found. */
export function describeCgroupLimit(environment: Environment): string {
  const { cgroupMemoryMax, cgroupMemoryGroup, cgroupMemoryUnknown } = environment;
  if (cgroupMemoryMax === undefined) {
    return cgroupMemoryUnknown === undefined ? 'unknown' : `unknown (${cgroupMemoryUnknown})`;
  }
  const limitBytes = Number(cgroupMemoryMax);
  if (!(limitBytes < UNLIMITED_BYTES)) return 'none';
  const of = cgroupMemoryGroup === undefined ? '' : ` (of ${cgroupMemoryGroup})`;
  return `${formatBytes(limitBytes)}${of}`;
}
