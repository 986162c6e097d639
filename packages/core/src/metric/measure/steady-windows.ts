import {
  findSteadyWindow,
  type SteadySignal,
  type SteadyWindow,
} from '../../stats/steady-window.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { countOf, elapsedMs, isSuccessful } from './service-requests.ts';
import type { StageStreams } from './stage-streams.ts';
import type { StageWindow } from '../../stream/stage/stages.ts';
import { stageWindows, type Span } from './windows.ts';

/** A measurement window and its steady state. */
export interface WindowSteadiness {
  readonly window: StageWindow;
  readonly steady: SteadyWindow;
}

/** The steady state of each window of a stage: where neither latency nor concurrency changed level. */
export function steadyWindows(stage: StageStreams): WindowSteadiness[] {
  return stageWindows(stage).map((window) => ({
    window,
    steady: findSteadyWindow(signalsOf(stage, window), window),
  }));
}

/** Latency by time of the end, and requests in flight. One pass, since a stage may have a million requests. */
function signalsOf({ requests }: StageStreams, window: Span): SteadySignal[] {
  const count = countOf(requests, (row) => meets(row, window));
  const timesNs = new Float64Array(count);
  const values = new Float64Array(count);
  const beganNs = new Float64Array(count);
  const endedNs = new Float64Array(count);
  let ended = 0;
  let sent = 0;
  for (const row of requests) {
    if (!meets(row, window)) continue;
    const { sentNs, endNs } = row;
    if (isSuccessful(row)) {
      timesNs[ended] = endNs;
      values[ended] = elapsedMs(row, 'scheduledNs', 'endNs');
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

/** The steady state of a window as a window; undefined where there is none. */
export function steadyPartOf({ window, steady }: WindowSteadiness): StageWindow | undefined {
  if (steady.kind === 'none') return undefined;
  return { ...window, beganNs: steady.beganNs, endedNs: steady.endedNs };
}

/** Whether a whole window is steady. */
export function isSteadyThroughout({ window, steady }: WindowSteadiness): boolean {
  return (
    steady.kind === 'steady' && steady.beganNs <= window.beganNs && steady.endedNs >= window.endedNs
  );
}

/** Whether any part of a request falls into a window; a request without an end is still in flight. */
export function meets({ scheduledNs, endNs }: RequestRow, window: Span): boolean {
  return scheduledNs < window.endedNs && !(endNs < window.beganNs);
}
