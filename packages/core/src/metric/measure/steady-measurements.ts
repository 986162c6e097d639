import { measure } from './measure.ts';
import type { Measurement } from './measurement.ts';
import { METRICS } from '../registry.ts';
import { SERVICE_LATENCIES } from './service-latencies.ts';
import type { StageStreams } from './stage-streams.ts';
import {
  isSteadyThroughout,
  meets,
  steadyPartOf,
  type WindowSteadiness,
} from './steady-windows.ts';

/** Metrics of requests by when they ended: those that ended in the steady part count. */
const BY_END: ReadonlySet<string> = new Set([
  ...SERVICE_LATENCIES,
  'outputTokensPerSecondPerUser',
  'inputSequenceLength',
  'outputSequenceLength',
  'sendDelay',
  'errorRate',
  'sloAttainment',
  'cacheHitRate',
]);

/** Metrics of what happened within the window, whichever requests it belongs to. */
const BY_TIME: ReadonlySet<string> = new Set([
  'inputTokenThroughput',
  'outputTokenThroughput',
  'totalTokenThroughput',
  'requestThroughput',
  'goodput',
  'concurrency',
]);

/**
 * The metrics of requests over the steady parts alone, by name; undefined where no part was steady, or all of every window
 * was, so that there is no second view.
 */
export function steadyMeasurements(
  streams: StageStreams,
  windows: readonly WindowSteadiness[],
): Record<string, Measurement> | undefined {
  const parts = windows.flatMap((window) => steadyPartOf(window) ?? []);
  if (parts.length === 0 || windows.every(isSteadyThroughout)) return undefined;
  const stage = { ...streams.stage, windows: parts };
  const during = streams.requests.filter((row) => parts.some((part) => meets(row, part)));
  const ended = during.filter((row) =>
    parts.some((part) => meets(row, part) && row.endNs < part.endedNs),
  );
  const byTime = { ...streams, stage, stages: [stage], requests: during };
  const byEnd = { ...byTime, requests: ended };
  return Object.fromEntries(
    METRICS.flatMap((metric) => {
      if (BY_END.has(metric.name)) return [[metric.name, measure(metric, byEnd)]];
      return BY_TIME.has(metric.name) ? [[metric.name, measure(metric, byTime)]] : [];
    }),
  );
}
