import { readStat } from './read-stat.ts';
import { listPids } from './socket-tables.ts';

/** The PIDs of all descendants of a process, zombies included. */
export async function treeBelow(ancestorPid: number, procRoot = '/proc'): Promise<number[]> {
  const pids = await listPids(procRoot);
  const stats = await Promise.all(pids.map((pid) => readStat(pid, procRoot)));
  const children = new Map<number, number[]>();
  for (const [index, pid] of pids.entries()) {
    const parentPid = stats[index]?.parentPid;
    if (parentPid === undefined) continue;
    children.set(parentPid, [...(children.get(parentPid) ?? []), pid]);
  }
  const tree = [...(children.get(ancestorPid) ?? [])];
  // Grows while it is iterated.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}
