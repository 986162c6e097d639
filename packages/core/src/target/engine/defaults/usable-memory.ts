import { totalmem } from 'node:os';
import { KERNEL, readCgroupFiles, type KernelFolders } from './cgroup-files.ts';

/** Memory of the machine, or the lowest limit of the cgroups of this process, bytes. */
export async function usableMemoryBytes(kernel: KernelFolders = KERNEL): Promise<number> {
  const files = await readCgroupFiles('memory', ['memory.max', 'memory.limit_in_bytes'], kernel);
  // Without a limit, version 2 has the word max.
  const limits = files
    .flat()
    .map((text) => Number.parseInt(text ?? '', 10))
    .filter((bytes) => bytes > 0);
  return Math.min(totalmem(), ...limits);
}
