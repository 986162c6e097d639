import type { SampledProcess } from './sampled-tree.ts';

/** A process whose pid another one of the tree had before. */
export type ReusedPid = Pick<SampledProcess, 'pid' | 'startTicks' | 'foundAtNs'>;

/** The processes whose pid an earlier one had, of those listed in the order in which they were found. */
export function reusedPids(processes: readonly SampledProcess[]): ReusedPid[] {
  const seen = new Set<number>();
  return processes.flatMap(({ pid, startTicks, foundAtNs }) => {
    if (seen.has(pid)) return [{ pid, startTicks, foundAtNs }];
    seen.add(pid);
    return [];
  });
}
