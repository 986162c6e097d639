import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../../../spec/error/system-error.ts';
import { eldestOf, listeningOnPort, pidsHolding } from './listening-sockets.ts';
import { listPids } from './socket-tables.ts';

/** The process that listens on a TCP port of this machine. */
export type PortOwner =
  /** One process, or the ancestor of those that share its socket. */
  | { readonly kind: 'found'; readonly pid: number }
  /** Unrelated processes, ascending: in several network namespaces, or sharing the port. */
  | { readonly kind: 'several'; readonly pids: readonly number[] }
  /** Nothing listens there, in any network namespace that is visible. */
  | { readonly kind: 'none' }
  /** Something listens there in this network namespace, and its process is not visible. */
  | { readonly kind: 'hidden' };

/**
 * Finds the process that listens on a TCP port: in this network namespace, else in all others whose processes are visible,
 * such as those of containers.
 * @param procRoot mount point of proc
 */
export async function findPortOwner(port: number, procRoot = '/proc'): Promise<PortOwner> {
  const own = await listeningOnPort(port, procRoot);
  if (own.size > 0) {
    const found = ownerAmong(await eldestOf(await pidsHolding(own, procRoot), procRoot));
    // A socket without a visible process is one of another user or container.
    return found.kind === 'none' ? { kind: 'hidden' } : found;
  }
  const others = new Set<string>();
  for (const folder of await otherNamespaces(procRoot)) {
    for (const inode of await listeningOnPort(port, folder)) others.add(inode);
  }
  if (others.size === 0) return { kind: 'none' };
  return ownerAmong(await eldestOf(await pidsHolding(others, procRoot), procRoot));
}

function ownerAmong(pids: readonly number[]): PortOwner {
  const [pid] = pids;
  if (pid === undefined) return { kind: 'none' };
  return pids.length === 1 ? { kind: 'found', pid } : { kind: 'several', pids };
}

/** A folder of proc for each network namespace of other processes. */
async function otherNamespaces(procRoot: string): Promise<string[]> {
  const own = await namespaceOf(join(procRoot, 'self'));
  const folders = new Map<string, string>();
  for (const pid of await listPids(procRoot)) {
    const folder = join(procRoot, String(pid));
    const namespace = await namespaceOf(folder);
    if (namespace === undefined || namespace === own || folders.has(namespace)) continue;
    folders.set(namespace, folder);
  }
  return [...folders.values()];
}

/** Errors of a process that has ended, or that this user may not inspect. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

async function namespaceOf(folder: string): Promise<string | undefined> {
  try {
    return await readlink(join(folder, 'ns/net'));
  } catch (error) {
    if (UNREADABLE.has(systemErrorCode(error))) return undefined;
    throw error;
  }
}
