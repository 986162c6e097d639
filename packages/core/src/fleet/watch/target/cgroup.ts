import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

/** A cgroup of this machine. */
export interface Cgroup {
  /** Its folder in the cgroup file system. */
  readonly folder: string;
  /** Version 1 has one folder for each controller; the kernel's figures of memory have other names there. */
  readonly version: 1 | 2;
}

/** The processes of a cgroup. */
export interface CgroupProcesses {
  /** Of the cgroup itself. */
  readonly own: readonly number[];
  /** Of the cgroups below it. */
  readonly below: readonly number[];
  /** Whether there are processes that are not visible in this PID namespace. */
  readonly areHidden: boolean;
}

/** Where the memory of cgroups is mounted: version 2, version 1, and version 2 beside version 1. */
const MOUNTS = ['', 'memory', 'unified'] as const;

const PROCESSES = 'cgroup.procs';

/**
 * Finds a cgroup by its folder, such as `/sys/fs/cgroup/system.slice/vllm.service`, or by its path below the mount point,
 * as `/proc/PID/cgroup` shows it.
 * @param mountRoot where cgroups are mounted
 * @returns undefined without such a cgroup
 */
export function findCgroup(path: string, mountRoot = '/sys/fs/cgroup'): Cgroup | undefined {
  const folders = [resolve(path), ...MOUNTS.map((mount) => join(mountRoot, mount, path))];
  const folder = folders.find((one) => existsSync(join(one, PROCESSES)));
  if (folder === undefined) return undefined;
  return { folder, version: existsSync(join(folder, 'cgroup.controllers')) ? 2 : 1 };
}

/** Error codes of a cgroup that was removed, or that has no process list as a threaded one. */
const GONE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENODEV', 'EOPNOTSUPP', 'ENOTSUP']);

/** Lists the processes of a cgroup and of those below it. */
export async function listCgroup({ folder }: Cgroup): Promise<CgroupProcesses> {
  const listed = await pidsIn(folder);
  const below: number[] = [];
  for (const one of await foldersBelow(folder)) below.push(...(await pidsIn(one)));
  return {
    own: listed.filter((pid) => pid > 0),
    below: below.filter((pid) => pid > 0),
    // The kernel lists them as 0.
    areHidden: [...listed, ...below].includes(0),
  };
}

async function pidsIn(folder: string): Promise<number[]> {
  const text = await unlessGone(readFile(join(folder, PROCESSES), 'utf8'), '');
  return text.split('\n').filter(Boolean).map(Number);
}

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await unlessGone(readdir(folder, { withFileTypes: true, recursive: true }), []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function unlessGone<Value>(reading: Promise<Value>, value: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (GONE.has(systemErrorCode(error))) return value;
    throw error;
  }
}
