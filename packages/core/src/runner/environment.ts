import { readFile } from 'node:fs/promises';
import { arch, cpus, release, totalmem, type } from 'node:os';

/** What a run ran on: kept with it, since a number without its machine means little. */
export interface Environment {
  readonly node: string;
  readonly os: string;
  readonly kernel: string;
  readonly arch: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  /** Absent where the machine does not tell. */
  readonly cpuGovernor?: string;
  /** Bytes, or `max`; absent outside a cgroup. */
  readonly cgroupMemoryMax?: string;
  readonly clockSource?: string;
}

/** Files that tell the rest, by the field that they fill. */
const FILES = {
  cpuGovernor: ['/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'],
  cgroupMemoryMax: ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'],
  clockSource: ['/sys/devices/system/clocksource/clocksource0/current_clocksource'],
} as const;

/** The first line of the first of the files that can be read; absence is normal. */
async function firstLine(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    try {
      return (await readFile(path, 'utf8')).split('\n')[0];
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return undefined;
}

/** Describes this machine. */
export async function describeEnvironment(): Promise<Environment> {
  const [cpuGovernor, cgroupMemoryMax, clockSource] = await Promise.all([
    firstLine(FILES.cpuGovernor),
    firstLine(FILES.cgroupMemoryMax),
    firstLine(FILES.clockSource),
  ]);
  const processors = cpus();
  return {
    node: process.version,
    os: type(),
    kernel: release(),
    arch: arch(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpuCount: processors.length,
    memoryBytes: totalmem(),
    ...(cpuGovernor === undefined ? {} : { cpuGovernor }),
    ...(cgroupMemoryMax === undefined ? {} : { cgroupMemoryMax }),
    ...(clockSource === undefined ? {} : { clockSource }),
  };
}
