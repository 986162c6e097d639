import path from 'node:path';
import { readProcText } from '../../process/read-proc-text.ts';

/** Where the kernel describes the machine; replaced in tests. */
export interface KernelFolders {
  readonly procDir: string;
  readonly sysDir: string;
}

export const KERNEL: KernelFolders = { procDir: '/proc', sysDir: '/sys' };

/** A controller that may limit this process. */
type Controller = 'cpu' | 'memory';

/** Folders of a controller for a cgroup and those above it. */
function foldersOf(membership: string, controller: Controller, sysDir: string): string[] {
  return membership.split('\n').flatMap((line) => {
    const [, controllers, group] = line.split(':');
    if (controllers === undefined || group === undefined) return [];
    // The one hierarchy of version 2 names no controllers.
    if (controllers !== '' && !controllers.split(',').includes(controller)) return [];
    const root = path.join(sysDir, 'fs/cgroup', controllers === '' ? '' : controller);
    const names = group.split('/').filter((name) => name !== '' && name !== '..');
    return [root, ...names.map((_, depth) => path.join(root, ...names.slice(0, depth + 1)))];
  });
}

/** Files of the cgroups of this process, a list for each group: versions 1 and 2, without the native part. */
export async function readCgroupFiles(
  controller: Controller,
  names: readonly string[],
  { procDir, sysDir }: KernelFolders,
): Promise<(string | undefined)[][]> {
  const membership = (await readProcText(path.join(procDir, 'self/cgroup'))) ?? '';
  return await Promise.all(
    foldersOf(membership, controller, sysDir).map((folder) =>
      Promise.all(names.map((name) => readProcText(path.join(folder, name)))),
    ),
  );
}
