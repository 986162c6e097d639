import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

/** Errors of a process that has exited, or that belongs to another user. */
const GONE_OR_FORBIDDEN: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ESRCH',
  'EACCES',
  'EPERM',
  'ENOTDIR',
]);

/** Rows of a kernel table as fields, without the heading; none when this kernel does not have the table. */
export async function readTable(path: string): Promise<string[][]> {
  const text = await orWhenGone(readFile(path, 'utf8'), '');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
}

/** The PIDs of all processes, ascending. */
export async function listPids(procRoot: string): Promise<number[]> {
  const names = (await readdir(procRoot)).filter((name) => /^[0-9]+$/.test(name));
  return names.map(Number).toSorted((a, b) => a - b);
}

/** The inodes of all sockets of a process; none when it has exited or cannot be read. */
export async function socketsOf(pid: number, procRoot: string): Promise<ReadonlySet<string>> {
  const folder = join(procRoot, String(pid));
  const own = await socketsIn(join(folder, 'fd'));
  if (own !== undefined) return own;
  // If the first thread has exited, descriptors appear under the others.
  for (const thread of await orWhenGone(readdir(join(folder, 'task')), [])) {
    const held = await socketsIn(join(folder, 'task', thread, 'fd'));
    if (held !== undefined) return held;
  }
  return new Set();
}

/** The sockets in a folder of descriptors; undefined when it is empty. */
async function socketsIn(folder: string): Promise<ReadonlySet<string> | undefined> {
  const files = await orWhenGone(readdir(folder), []);
  if (files.length === 0) return undefined;
  const links = await Promise.all(
    files.map((file) => orWhenGone(readlink(join(folder, file)), '')),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** Processes may exit while they are read, and those of other users may be hidden. */
async function orWhenGone<Value>(reading: Promise<Value>, value: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (GONE_OR_FORBIDDEN.has(systemErrorCode(error))) return value;
    throw error;
  }
}
