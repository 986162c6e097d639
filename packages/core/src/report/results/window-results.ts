import { windowsOf, type Span } from '../../metric/measure/windows.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { WindowResult } from './run-results.ts';

/** The idle and cooldown windows of a phase in order of time. */
export function windowResults(phase: PhaseStreams): WindowResult[] {
  return windowsOf(phase).map((window) => ({
    name: window.name,
    ...placeOf(phase, window),
    isWhole: window.isWhole,
  }));
}

/** When a stretch of time began, milliseconds since the phase began, and how long it was. */
export function placeOf(
  { beganNs: phaseBeganNs }: Pick<PhaseStreams, 'beganNs'>,
  { beganNs, endedNs }: Span,
): { beganMs: number; durationMs: number } {
  return { beganMs: (beganNs - phaseBeganNs) / 1e6, durationMs: (endedNs - beganNs) / 1e6 };
}
