import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

/** A process that has ended, or one that belongs to another user. */
const GONE_OR_FORBIDDEN: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ESRCH',
  'EACCES',
  'EPERM',
  'ENOTDIR',
]);

/** Lines of a table of the kernel, without its heading, by fields; none when this kernel has no such table. */
export async function readTable(path: string): Promise<string[][]> {
  const text = await orWhenGone(readFile(path, 'utf8'), '');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
}

/** All processes there are, by pid, ascending. */
export async function listPids(procRoot: string): Promise<number[]> {
  const names = (await readdir(procRoot)).filter((name) => /^[0-9]+$/.test(name));
  return names.map(Number).toSorted((a, b) => a - b);
}

/** The inodes of all sockets that a process holds; none when it has ended or may not be looked at. */
export async function socketsOf(pid: number, procRoot: string): Promise<ReadonlySet<string>> {
  const folder = join(procRoot, String(pid));
  const own = await socketsIn(join(folder, 'fd'));
  if (own !== undefined) return own;
  // Of a process whose first thread has ended, descriptors show under those that live.
  for (const thread of await orWhenGone(readdir(join(folder, 'task')), [])) {
    const held = await socketsIn(join(folder, 'task', thread, 'fd'));
    if (held !== undefined) return held;
  }
  return new Set();
}

/** The sockets of a folder of descriptors; undefined where it is empty. */
async function socketsIn(folder: string): Promise<ReadonlySet<string> | undefined> {
  const files = await orWhenGone(readdir(folder), []);
  if (files.length === 0) return undefined;
  const links = await Promise.all(
    files.map((file) => orWhenGone(readlink(join(folder, file)), '')),
  );
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** Processes end while they are looked at, and those of others may not be looked at. */
async function orWhenGone<Value>(reading: Promise<Value>, value: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (GONE_OR_FORBIDDEN.has(systemErrorCode(error))) return value;
    throw error;
  }
}
