import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RunEvent } from '../stream/run-event.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measurement.ts';
import { METRICS } from './registry.ts';
import { SERVICE_LATENCIES } from './service-latencies.ts';
import {
  belongsTo,
  isSteadyThroughout,
  steadyPartOf,
  type WindowSteadiness,
} from './steady-windows.ts';
import { SERVICE_WINDOWS, type PhaseWindow } from './windows.ts';

/** Metrics of requests by when they ended: those that ended in the steady part count. */
const BY_END: ReadonlySet<string> = new Set([
  ...SERVICE_LATENCIES,
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
  const parts = windows.flatMap((window) => steadyPartOf(window) ?? []);
  if (parts.length === 0 || windows.every(isSteadyThroughout)) return undefined;
  const events = withWindows(phase, parts);
  const during = phase.requests.filter((row) => parts.some((part) => belongsTo(row, part)));
  const ended = during.filter((row) =>
    parts.some((part) => belongsTo(row, part) && row.endNs < part.endedNs),
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
