import { findSteadyWindow, type SteadySignal, type SteadyWindow } from '../stats/steady-window.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import type { RunEvent } from '../stream/run-event.ts';
import type { Measurement } from './measurement.ts';
import { measure } from './measure.ts';
import { METRICS } from './registry.ts';
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
  const count = countOf(requests, (row) => isOf(row, window));
  const timesNs = new Float64Array(count);
  const values = new Float64Array(count);
  const beganNs = new Float64Array(count);
  const endedNs = new Float64Array(count);
  let ended = 0;
  let sent = 0;
  for (const row of requests) {
    if (!isOf(row, window)) continue;
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

/** Metrics of requests by when they ended: those that ended in the steady part count. */
const BY_END: ReadonlySet<string> = new Set([
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'timeToFirstTokenResponse',
  'timePerOutputToken',
  'interTokenLatency',
  'sendLag',
  'errorRate',
  'sloAttainment',
  'cacheHitRatio',
]);

/** Metrics of what happened within windows, whichever requests it belongs to. */
const BY_TIME: ReadonlySet<string> = new Set([
  'outputTokenThroughput',
  'requestThroughput',
  'goodput',
  'concurrency',
]);

/**
 * The metrics of requests over the steady parts alone, by name; undefined where no part was steady, or all of every window
 * was, so that there is no second view.
 */
export function steadyMeasurements(
  phase: PhaseStreams,
  windows: readonly WindowSteadiness[],
): Record<string, Measurement> | undefined {
  const parts = windows.flatMap(({ window, steady }) =>
    steady.kind === 'none' ? [] : [{ ...window, beganNs: steady.beganNs, endedNs: steady.endedNs }],
  );
  if (parts.length === 0 || windows.every(isSteadyThroughout)) return undefined;
  const events = withWindows(phase, parts);
  const during = phase.requests.filter((row) => parts.some((part) => isOf(row, part)));
  const ended = during.filter((row) =>
    parts.some((part) => isOf(row, part) && row.endNs < part.endedNs),
  );
  const byTime = { ...phase, events, requests: during };
  const byEnd = { ...phase, events, requests: ended };
  return Object.fromEntries(
    METRICS.flatMap((metric) => {
      if (BY_END.has(metric.name)) return [[metric.name, measure(metric, byEnd)]];
      return BY_TIME.has(metric.name) ? [[metric.name, measure(metric, byTime)]] : [];
    }),
  );
}

/** Whether nothing of a window was left out. */
export function isSteadyThroughout({ window, steady }: WindowSteadiness): boolean {
  return (
    steady.kind === 'steady' && steady.beganNs <= window.beganNs && steady.endedNs >= window.endedNs
  );
}

function isOf(row: RequestRow, part: PhaseWindow): boolean {
  return row.purpose === part.name && meets(row, part);
}

/** Whether any part of a request falls into a window; one without an end has not ended. */
function meets({ intendedNs, endNs }: RequestRow, window: PhaseWindow): boolean {
  return intendedNs < window.endedNs && !(endNs < window.beganNs);
}

/** The events of a phase with these windows over requests in place of its own. */
function withWindows(phase: PhaseStreams, parts: readonly PhaseWindow[]): RunEvent[] {
  const others = phase.events.filter(
    (event) =>
      !(event.kind === 'window-began' || event.kind === 'window-ended') ||
      !SERVICE_WINDOWS.some((name) => name === event.window),
  );
  const edges = parts.flatMap(({ name: window, beganNs, endedNs }): RunEvent[] => [
    { kind: 'window-began', window, phase: phase.name, atNs: beganNs },
    { kind: 'window-ended', window, phase: phase.name, atNs: endedNs },
  ]);
  return [...others, ...edges];
}
