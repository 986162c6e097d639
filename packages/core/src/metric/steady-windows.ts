import { findSteadyWindow, type SteadySignal, type SteadyWindow } from '../stats/steady-window.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import { countOf, elapsedMs } from './service-requests.ts';
import { SERVICE_WINDOWS, windowsOf, type PhaseWindow } from './windows.ts';

/** A window over requests, and what part of it was steady. */
export interface WindowSteadiness {
  readonly window: PhaseWindow;
  readonly steady: SteadyWindow;
}

/** Looks for the steady part of each window over requests: where neither response time nor concurrency changed level. */
export function steadyWindows(phase: PhaseStreams): WindowSteadiness[] {
  return windowsOf(phase, SERVICE_WINDOWS)
    .filter((window) => window.endedNs > window.beganNs)
    .map((window) => ({ window, steady: findSteadyWindow(signalsOf(phase, window), window) }));
}

/** Response times by when they ended, and requests under way. One pass, since a phase may have a million requests. */
function signalsOf({ requests }: PhaseStreams, window: PhaseWindow): SteadySignal[] {
  const count = countOf(requests, (row) => belongsTo(row, window));
  const timesNs = new Float64Array(count);
  const values = new Float64Array(count);
  const beganNs = new Float64Array(count);
  const endedNs = new Float64Array(count);
  let ended = 0;
  let sent = 0;
  for (const row of requests) {
    if (!belongsTo(row, window)) continue;
    const { outcome, sentNs, endNs } = row;
    if (outcome === 'ok') {
      timesNs[ended] = endNs;
      values[ended] = elapsedMs(row, 'intendedNs', 'endNs');
      ended += 1;
    }
    if (Number.isNaN(sentNs)) continue;
    beganNs[sent] = sentNs;
    endedNs[sent] = Number.isNaN(endNs) ? window.endedNs : endNs;
    sent += 1;
  }
  return [
    { kind: 'points', timesNs: timesNs.subarray(0, ended), values: values.subarray(0, ended) },
    { kind: 'intervals', beganNs: beganNs.subarray(0, sent), endedNs: endedNs.subarray(0, sent) },
  ];
}

/** The steady part of a window as a window of its own; undefined where there is none. */
export function steadyPartOf({ window, steady }: WindowSteadiness): PhaseWindow | undefined {
  if (steady.kind === 'none') return undefined;
  return { ...window, beganNs: steady.beganNs, endedNs: steady.endedNs };
}

/** Whether nothing of a window was left out. */
export function isSteadyThroughout({ window, steady }: WindowSteadiness): boolean {
  return (
    steady.kind === 'steady' && steady.beganNs <= window.beganNs && steady.endedNs >= window.endedNs
  );
}

/** Whether a request was made for a window and any part of it falls into it. */
export function belongsTo(row: RequestRow, part: PhaseWindow): boolean {
  return row.purpose === part.name && meets(row, part);
}

/** Whether any part of a request falls into a window; one without an end has not ended. */
function meets({ intendedNs, endNs }: RequestRow, window: PhaseWindow): boolean {
  return intendedNs < window.endedNs && !(endNs < window.beganNs);
}
