import type { Span } from '../../metric/measure/windows.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { growthWithin } from './survey-reading.ts';

/** CPU pressure above this share of the time skews latency. */
const WAITING_SHARE = 0.2;

/** The source of pressure readings of the machine, not of a cgroup. */
const MACHINE = 0;

/** How long tasks of the machine waited for a CPU within windows, ns; 0 where the kernel does not report it. */
export function cpuWaitNs(phase: PhaseStreams, windows: readonly Span[]): number {
  return growthWithin(phase, windows, 'pressure.cpuSomeNs', MACHINE);
}

/** Whether a share of waiting time is large enough to skew latency. */
export function skewsTimes(waitingShare: number): boolean {
  return waitingShare > WAITING_SHARE;
}

/** The largest share of a window's time in which tasks waited for a CPU, 0 to 1. */
export function cpuWaitShare(phase: PhaseStreams, windows: readonly Span[]): number {
  const shares = windows.map(
    (window) => cpuWaitNs(phase, [window]) / (window.endedNs - window.beganNs),
  );
  return Math.max(0, ...shares.filter((share) => !Number.isNaN(share)));
}
