import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, cpus, release, totalmem, type } from 'node:os';
import * as z from 'zod';
import type { Environment } from '../spec/environment.ts';
import type { TargetDescription } from '../target/target.ts';

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

function versionOfLoadcell(): string {
  const parsed = z
    .object({ version: z.string() })
    .parse(createRequire(import.meta.url)('@loadcell/core/package.json'));
  return parsed.version;
}

/** Describes this machine and what runs on it. Nothing of the environment's variables is in it. */
export async function describeEnvironment(target: TargetDescription): Promise<Environment> {
  const [cpuGovernor, cgroupMemoryMax, clockSource] = await Promise.all([
    firstLine(FILES.cpuGovernor),
    firstLine(FILES.cgroupMemoryMax),
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
    ...(cgroupMemoryMax === undefined ? {} : { cgroupMemoryMax }),
    ...(clockSource === undefined ? {} : { clockSource }),
    target: `${target.kind} ${target.version}`.trim(),
    models: [...target.models],
  };
}
