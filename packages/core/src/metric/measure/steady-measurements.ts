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

/** Metrics that count requests by their end, within steady state. */
const BY_END: ReadonlySet<string> = new Set([
  ...SERVICE_LATENCIES,
  'outputTokensPerSecondPerUser',
  'inputSequenceLength',
  'outputSequenceLength',
  'sendDelay',
  'errorRate',
  'sloAttainment',
  'cacheHitRate',
  'idealPrefixHitRate',
]);

/** Metrics that count what happened within the window, of any request. */
const BY_TIME: ReadonlySet<string> = new Set([
  'inputTokenThroughput',
  'outputTokenThroughput',
  'totalTokenThroughput',
  'requestThroughput',
  'goodput',
  'concurrency',
]);

/**
 * Metrics of requests over steady state alone, by name; undefined where no window has a steady state, or all windows are
 * steady throughout.
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
