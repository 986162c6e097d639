import { countBelow } from '../stats/sorted-search.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { PhaseWindow } from './windows.ts';

/**
 * CPU time that the processes of the target used within a window, nanoseconds: of each, between its first and its last reading
 * there.
 * @returns `NaN` where no process was read twice
 */
export function cpuUsedWithin(
  { samples }: PhaseStreams,
  { beganNs, endedNs }: Pick<PhaseWindow, 'beganNs' | 'endedNs'>,
): number {
  const first = countBelow(samples.timeNs, beganNs);
  const end = countBelow(samples.timeNs, endedNs);
  const last = new Map<number, number>();
  let usedNs = Number.NaN;
  for (let row = first; row < end; row += 1) {
    const cpuNs = samples.cpuNs[row] ?? Number.NaN;
    if (Number.isNaN(cpuNs)) continue;
    const pid = samples.pid[row] ?? 0;
    const before = last.get(pid);
    // A pid that began again has a clock that began again.
    if (before !== undefined) {
      usedNs = (Number.isNaN(usedNs) ? 0 : usedNs) + Math.max(0, cpuNs - before);
    }
    last.set(pid, cpuNs);
  }
  return usedNs;
}
