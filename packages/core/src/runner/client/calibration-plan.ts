import type { Pace } from './pace-log.ts';

/** How the client is run against the local mock server. */
export interface CalibrationPlan {
  readonly concurrency: number;
  readonly requests: number;
  /** Of each response. */
  readonly tokens: number;
  /** TTFT and inter-token latency of the mock server. */
  readonly gapMs: number;
  /** Maximum random extra delay of each, so that the streams do not align. */
  readonly jitterMs: number;
}

/** Responses are short, so that there are many first tokens. */
const TOKENS = 8;

/** Approximate duration of a calibration. */
const DURATION_MS = 800;

/** More concurrent streams add no information and use sockets on both sides. */
const MAX_CONCURRENCY = 2048;

/** Where the inter-token latency of the server is unknown, milliseconds. */
const USUAL_GAP_MS = 10;

/** No server is faster than this, milliseconds. */
const MIN_GAP_MS = 0.5;

/**
 * Plans a short calibration that resembles the load: the gap is that of the server, or less where the requests would take too
 * long; the client then works harder than in the load.
 * @param requests minimum
 */
export function planCalibration(
  concurrency: number,
  requests: number,
  { gapMs: serverGapMs }: Pace,
): CalibrationPlan {
  const streams = Math.max(1, Math.min(MAX_CONCURRENCY, Math.ceil(concurrency)));
  const total = Math.max(requests, streams);
  const rounds = Math.ceil(total / streams);
  // A jitter of half a gap adds a quarter of a gap on average.
  const longestMs = DURATION_MS / rounds / (TOKENS * 1.25);
  const wantedMs = Number.isNaN(serverGapMs) ? USUAL_GAP_MS : serverGapMs;
  const gapMs = Math.max(MIN_GAP_MS, Math.min(wantedMs, longestMs));
  return { concurrency: streams, requests: total, tokens: TOKENS, gapMs, jitterMs: gapMs / 2 };
}
