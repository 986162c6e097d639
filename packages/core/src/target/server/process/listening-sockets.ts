import { join } from 'node:path';
import { readStat } from './read-stat.ts';
import { listPids, readTable, socketsOf } from './socket-tables.ts';

const LISTENING = '0A';

/**
 * Inodes of the sockets that listen on a TCP port, on any address of one network namespace.
 * @param folder whose `net` has the tables of that namespace: `/proc`, or `/proc/PID`
 */
export async function listeningOnPort(port: number, folder: string): Promise<Set<string>> {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['net/tcp', 'net/tcp6'].map((name) => readTable(join(folder, name))),
  );
  return new Set(
    tables.flat().flatMap((fields) => {
      const [, local = '', , state] = fields;
      return state === LISTENING && local.endsWith(`:${portHex}`) ? [fields[9] ?? ''] : [];
    }),
  );
}

/** The PIDs of all visible processes that have one of these sockets open, ascending. */
export async function pidsHolding(
  inodes: ReadonlySet<string>,
  procRoot: string,
): Promise<number[]> {
  const holding: number[] = [];
  for (const pid of await listPids(procRoot)) {
    const held = await socketsOf(pid, procRoot);
    if ([...inodes].some((inode) => held.has(inode))) holding.push(pid);
  }
  return holding;
}

/** The processes without an ancestor among the others. */
export async function eldestOf(pids: readonly number[], procRoot: string): Promise<number[]> {
  const all = new Set(pids);
  const eldest: number[] = [];
  for (const pid of pids) {
    const hasElder = await hasAncestor(pid, procRoot, (ancestor) => all.has(ancestor));
    if (hasElder === false) eldest.push(pid);
  }
  return eldest;
}

/** Whether a process has such an ancestor; undefined when it has ended. */
async function hasAncestor(
  pid: number,
  procRoot: string,
  isSuch: (pid: number) => boolean,
): Promise<boolean | undefined> {
  let stat = await readStat(pid, procRoot);
  if (stat === undefined) return undefined;
  while (stat !== undefined && stat.parentPid > 0) {
    if (isSuch(stat.parentPid)) return true;
    stat = await readStat(stat.parentPid, procRoot);
  }
  return false;
}
