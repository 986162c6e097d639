import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { WindowName } from '../../stream/events/run-event.ts';
import { isProbe, type StageWindow } from '../../stream/stage/stages.ts';

/** A stretch of time, CLOCK_MONOTONIC nanoseconds. */
export type Span = Pick<StageWindow, 'beganNs' | 'endedNs'>;

/** A window of a phase over samples alone. */
export interface PhaseWindow extends Span {
  readonly name: WindowName;
  /** False when the phase ended, or was cut off, before the window ended. */
  readonly isWhole: boolean;
}

/** The idle and cooldown windows of a phase in order of time, all or those of the given names. */
export function windowsOf(phase: PhaseStreams, names?: readonly WindowName[]): PhaseWindow[] {
  const windows: PhaseWindow[] = [];
  const openedNs = new Map<WindowName, number>();
  for (const event of phase.events) {
    if (event.kind === 'window-began') {
      openedNs.set(event.window, event.atNs);
    } else if (event.kind === 'window-ended') {
      const beganNs = openedNs.get(event.window);
      if (beganNs === undefined) continue;
      openedNs.delete(event.window);
      windows.push({ name: event.window, beganNs, endedNs: event.atNs, isWhole: true });
    }
  }
  for (const [name, beganNs] of openedNs) {
    windows.push({ name, beganNs, endedNs: Math.max(beganNs, phase.endedNs), isWhole: false });
  }
  return windows
    .filter((window) => names === undefined || names.includes(window.name))
    .toSorted((a, b) => a.beganNs - b.beganNs);
}

/** The measurement windows of the stages of a phase; windows of probes only where there are no others. */
export function stageWindows({ stages }: Pick<PhaseStreams, 'stages'>): StageWindow[] {
  const loads = stages.filter((stage) => !isProbe(stage));
  return (loads.length > 0 ? loads : stages)
    .flatMap(({ windows }) => windows)
    .filter(({ beganNs, endedNs }) => endedNs > beganNs);
}

/** Total duration of windows, seconds. */
export function windowSeconds(windows: readonly Span[]): number {
  return windows.reduce((sum, window) => sum + (window.endedNs - window.beganNs), 0) / 1e9;
}

/** Whether a timestamp is within a window, its ends included. */
export function isWithin(window: Span, atNs: number): boolean {
  return atNs >= window.beganNs && atNs <= window.endedNs;
}
