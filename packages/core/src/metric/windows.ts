import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { WindowName } from '../stream/run-event.ts';

/** A stretch of a phase that was opened for a purpose. */
export interface PhaseWindow {
  readonly name: WindowName;
  readonly beganNs: number;
  /** The end of the phase when the window was never closed. */
  readonly endedNs: number;
  /** False when the phase ended, or was cut off, before the window did. */
  readonly closed: boolean;
  /** CPU time that the process of the client used within it, nanoseconds; absent where it was not recorded. */
  readonly clientCpuNs?: number;
}

/** The windows over requests that are measured as service. */
export const SERVICE_WINDOWS = ['sequential', 'closed-loop', 'open-loop'] as const;

/** The windows of a phase in order of time, of every name or of some. */
export function windowsOf(phase: PhaseStreams, names?: readonly WindowName[]): PhaseWindow[] {
  const windows: PhaseWindow[] = [];
  const openedNs = new Map<WindowName, number>();
  const openedCpuNs = new Map<WindowName, number | undefined>();
  for (const event of phase.events) {
    if (event.kind === 'window-began') {
      openedNs.set(event.window, event.atNs);
      openedCpuNs.set(event.window, event.clientCpuNs);
    } else if (event.kind === 'window-ended') {
      const beganNs = openedNs.get(event.window);
      if (beganNs === undefined) continue;
      openedNs.delete(event.window);
      const fromCpuNs = openedCpuNs.get(event.window);
      windows.push({
        name: event.window,
        beganNs,
        endedNs: event.atNs,
        closed: true,
        ...(fromCpuNs === undefined || event.clientCpuNs === undefined
          ? {}
          : { clientCpuNs: event.clientCpuNs - fromCpuNs }),
      });
    }
  }
  for (const [name, beganNs] of openedNs) {
    windows.push({ name, beganNs, endedNs: Math.max(beganNs, phase.endedNs), closed: false });
  }
  return windows
    .filter((window) => names === undefined || names.includes(window.name))
    .toSorted((a, b) => a.beganNs - b.beganNs);
}

/** How long windows last together, seconds. */
export function windowSeconds(windows: readonly PhaseWindow[]): number {
  return windows.reduce((sum, window) => sum + (window.endedNs - window.beganNs), 0) / 1e9;
}

/** Whether something happened within a window, its ends included. */
export function isWithin(window: Pick<PhaseWindow, 'beganNs' | 'endedNs'>, atNs: number): boolean {
  return atNs >= window.beganNs && atNs <= window.endedNs;
}
