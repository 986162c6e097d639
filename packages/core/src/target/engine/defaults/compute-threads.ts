import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readProcText } from '../../process/read-proc-text.ts';
import { KERNEL, readCgroupFiles, type KernelFolders } from './cgroup-files.ts';

/** The numbers in a list such as `0-3,8`. */
function parseList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .flatMap((part) => {
      const [from = Number.NaN, to = from] = part.split('-').map(Number);
      return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}

/** Physical cores that this process may run on; `NaN` if the kernel does not report them. */
async function physicalCores({ procDir, sysDir }: KernelFolders): Promise<number> {
  const status = (await readProcText(path.join(procDir, 'self/status'))) ?? '';
  const allowed = parseList(/^Cpus_allowed_list:(.*)$/m.exec(status)?.[1] ?? '');
  const siblings = await Promise.all(
    allowed.map((cpu) =>
      readProcText(path.join(sysDir, `devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`)),
    ),
  );
  const known = siblings.filter((list) => list !== undefined);
  return known.length === 0 || known.length < allowed.length ? Number.NaN : new Set(known).size;
}

/** The lowest CPU limit of the cgroups of this process, in cores; infinite without one. */
async function cgroupCores(kernel: KernelFolders): Promise<number> {
  const names = ['cpu.max', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'];
  const limits = (await readCgroupFiles('cpu', names, kernel)).map(([max, quota, period]) => {
    const [allowed = '', of = ''] = (max ?? `${quota ?? ''} ${period ?? ''}`).split(/\s+/);
    const cores = Number(allowed) / Number(of);
    // Without a limit, version 2 has the word max, and version 1 has -1.
    return cores > 0 ? cores : Infinity;
  });
  return Math.min(Infinity, ...limits);
}

/**
 * Compute threads of an engine by default: one per physical core, since two threads on one core do not generate faster, and
 * at most as many as the cgroup has whole cores.
 */
export async function chooseThreads(kernel: KernelFolders = KERNEL): Promise<number> {
  const [physical, limit] = await Promise.all([physicalCores(kernel), cgroupCores(kernel)]);
  const cores = Number.isNaN(physical) ? availableParallelism() : physical;
  return Math.max(1, Math.min(cores, Math.floor(limit)));
}
