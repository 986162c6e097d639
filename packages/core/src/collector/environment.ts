import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, cpus, release, totalmem, type } from 'node:os';
import * as z from 'zod';
import type { Environment } from '../spec/environment.ts';
import { isSystemError } from '../spec/error/system-error.ts';
import { readCgroupLimit } from './cgroup-limit.ts';

/** Files with further facts, by the field that they fill. */
const FILES = {
  cpuGovernor: ['/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'],
  clockSource: ['/sys/devices/system/clocksource/clocksource0/current_clocksource'],
} as const;

/** The first line of the first readable file; missing files are normal. */
async function firstLine(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      return (await readFile(path, 'utf8')).split('\n')[0];
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
  return undefined;
}

/** The version of Loadcell. */
export function versionOfLoadcell(): string {
  const parsed = z
    .object({ version: z.string() })
    .parse(createRequire(import.meta.url)('@loadcell/core/package.json'));
  return parsed.version;
}

/** The cgroup memory limit of a process, as the environment records it. */
function describeCgroup(
  pid: number,
): Pick<Environment, 'cgroupMemoryMax' | 'cgroupMemoryGroup' | 'cgroupMemoryUnknown'> {
  const { bytes, group, reason } = readCgroupLimit(pid);
  if (Number.isNaN(bytes)) return reason === undefined ? {} : { cgroupMemoryUnknown: reason };
  return {
    cgroupMemoryMax: Number.isFinite(bytes) ? String(bytes) : 'max',
    ...(group === undefined ? {} : { cgroupMemoryGroup: group }),
  };
}

/** What an environment says of a target. */
export interface DescribedTarget {
  readonly kind: string;
  readonly version: string;
  readonly models: readonly string[];
}

/**
 * Describes this machine and the target. No environment variables are included.
 * @param pid process of the target; this process where the target has none here
 */
export async function describeEnvironment(
  target: DescribedTarget,
  pid: number = process.pid,
): Promise<Environment> {
  const [cpuGovernor, clockSource] = await Promise.all([
    firstLine(FILES.cpuGovernor),
    firstLine(FILES.clockSource),
  ]);
  const processors = cpus();
  return {
    loadcell: versionOfLoadcell(),
    node: process.version,
    os: type(),
    kernel: release(),
    arch: arch(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpuCount: processors.length,
    memoryBytes: totalmem(),
    ...(cpuGovernor === undefined ? {} : { cpuGovernor }),
    ...describeCgroup(pid),
    ...(clockSource === undefined ? {} : { clockSource }),
    target: `${target.kind} ${target.version}`.trim(),
    models: [...target.models],
  };
}
