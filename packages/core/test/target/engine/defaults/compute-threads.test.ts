import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseThreads } from '../../../../src/target/engine/defaults/compute-threads.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

/** A kernel with four cores of two threads each, and more files. */
function kernelWith(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder();
  const cpus = Array.from({ length: 8 }, (_, cpu) => [
    `sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`,
    `${cpu % 4},${(cpu % 4) + 4}\n`,
  ]);
  const status = 'Name:\tnode\nCpus_allowed_list:\t0-7\n';
  const all = { ...Object.fromEntries(cpus), 'proc/self/status': status, ...files };
  for (const [name, text] of Object.entries<string>(all)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return { procDir: path.join(root, 'proc'), sysDir: path.join(root, 'sys') };
}

describe('chooseThreads', () => {
  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['one per physical core', {}, 4],
    ['only the cores that it may run on', { 'proc/self/status': 'Cpus_allowed_list:\t0,4,5\n' }, 2],
    [
      'at most the CPU limit of a group above its own',
      {
        'proc/self/cgroup': '0::/a/b\n',
        'sys/fs/cgroup/a/cpu.max': '250000 100000\n',
        'sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
      },
      2,
    ],
    [
      'at least one',
      { 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.max': '50000 100000\n' },
      1,
    ],
    [
      'the CPU limit of version 1',
      {
        'proc/self/cgroup': '5:memory:/x\n4:cpu,cpuacct:/a\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '300000\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '100000\n',
      },
      3,
    ],
    [
      'no limit of -1',
      {
        'proc/self/cgroup': '4:cpu:/a\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_quota_us': '-1\n',
        'sys/fs/cgroup/cpu/a/cpu.cfs_period_us': '100000\n',
      },
      4,
    ],
  ])('gives %s', async (_what, files, threads) => {
    expect(await chooseThreads(kernelWith(files))).toBe(threads);
  });

  it('takes the processors where the kernel describes no cores', async () => {
    const folder = temporaryFolder();
    expect(await chooseThreads({ procDir: folder, sysDir: folder })).toBe(availableParallelism());
  });
});
