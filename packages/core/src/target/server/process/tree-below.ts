import { readStat } from './read-stat.ts';
import { listPids } from './socket-tables.ts';

/** The pids of all that descends from a process, without it: those that run, and zombies. */
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
  // Grows while it is walked.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}
