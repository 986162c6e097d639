import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readProcText } from '../../process/read-proc-text.ts';

/** Where the kernel describes the machine; replaced in tests. */
export interface KernelFolders {
  readonly procDir: string;
  readonly sysDir: string;
}

const KERNEL: KernelFolders = { procDir: '/proc', sysDir: '/sys' };

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

/** Folders of the CPU controller for a cgroup and those above it. */
function cgroupFolders(membership: string, sysDir: string): string[] {
  return membership.split('\n').flatMap((line) => {
    const [, controllers = '', group] = line.split(':');
    if (group === undefined || !/^$|(?:^|,)cpu(?:,|$)/.test(controllers)) return [];
    const root = path.join(sysDir, 'fs/cgroup', controllers === '' ? '' : 'cpu');
    const names = group.split('/').filter((name) => name !== '' && name !== '..');
    return [root, ...names.map((_, depth) => path.join(root, ...names.slice(0, depth + 1)))];
  });
}

/** The lowest CPU limit of the cgroups of this process, in cores; infinite without one. */
async function cgroupCores({ procDir, sysDir }: KernelFolders): Promise<number> {
  const membership = (await readProcText(path.join(procDir, 'self/cgroup'))) ?? '';
  const limits = await Promise.all(
    cgroupFolders(membership, sysDir).map(async (folder) => {
      const [max, quota, period] = await Promise.all(
        ['cpu.max', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) =>
          readProcText(path.join(folder, name)),
        ),
      );
      const [allowed = '', of = ''] = (max ?? `${quota ?? ''} ${period ?? ''}`).split(/\s+/);
      const cores = Number(allowed) / Number(of);
      // Without a limit, version 2 has the word max, and version 1 has -1.
      return cores > 0 ? cores : Infinity;
    }),
  );
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
