import type { SampledProcess } from './sampled-tree.ts';

/** A process whose pid belonged to an earlier process of the tree. */
export type ReusedPid = Pick<SampledProcess, 'pid' | 'startTicks' | 'foundAtNs'>;

/** Processes with the pid of an earlier one, from a list in order of discovery. */
export function reusedPids(processes: readonly SampledProcess[]): ReusedPid[] {
  const seen = new Set<number>();
  return processes.flatMap(({ pid, startTicks, foundAtNs }) => {
    if (seen.has(pid)) return [{ pid, startTicks, foundAtNs }];
    seen.add(pid);
    return [];
  });
}
