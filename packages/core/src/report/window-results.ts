import type { WindowSteadiness } from '../metric/steady-windows.ts';
import { windowsOf } from '../metric/windows.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { SteadyResult, WindowResult } from './run-results.ts';

/** The windows of a phase in order of time, with what part of each was steady where it is one over requests. */
export function windowResults(
  phase: PhaseStreams,
  steadiness: readonly WindowSteadiness[],
): WindowResult[] {
  return windowsOf(phase).map((window) => {
    const { name, beganNs, closed } = window;
    const found = steadiness.find(
      (one) => one.window.name === name && one.window.beganNs === beganNs,
    );
    return {
      name,
      ...placeOf(phase, window),
      closed,
      ...(found === undefined ? {} : { steady: steadyResult(phase, found) }),
    };
  });
}

function steadyResult(phase: PhaseStreams, { steady }: WindowSteadiness): SteadyResult {
  if (steady.kind === 'none') return { cause: steady.cause, reason: steady.reason };
  return { ...placeOf(phase, steady), levelCount: steady.levelCount };
}

function placeOf(
  phase: PhaseStreams,
  { beganNs, endedNs }: { readonly beganNs: number; readonly endedNs: number },
): { beganMs: number; durationMs: number } {
  return { beganMs: (beganNs - phase.beganNs) / 1e6, durationMs: (endedNs - beganNs) / 1e6 };
}
