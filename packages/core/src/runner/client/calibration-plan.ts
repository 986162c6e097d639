import type { Pace } from './pace-log.ts';

/** How the client is run against the server of known timing. */
export interface CalibrationPlan {
  readonly concurrency: number;
  readonly requests: number;
  /** Of each answer. */
  readonly tokens: number;
  /** From the service's beginning to the first token, and from one token to the next. */
  readonly gapMs: number;
  /** Each of those waits is longer by up to so much, so that the streams do not march in step. */
  readonly jitterMs: number;
}

/** Answers have few tokens, so that there are many first ones. */
const TOKENS = 8;

/** What a calibration takes, about. */
const DURATION_MS = 800;

/** More streams at once than this tell nothing new, and take sockets of both sides. */
const MAX_CONCURRENCY = 2048;

/** Where nothing is known of the host's pace, milliseconds. */
const USUAL_GAP_MS = 10;

/** A pace that no host keeps: the server is not asked for more. */
const MIN_GAP_MS = 0.5;

/**
 * Plans a calibration that is like the load to come, and short: the gap is the host's own, or less where so many
 * requests would take too long; the client then works harder than it will have to.
 * @param requests at the least
 */
export function planCalibration(
  concurrency: number,
  requests: number,
  { gapMs: hostGapMs }: Pace,
): CalibrationPlan {
  const atOnce = Math.max(1, Math.min(MAX_CONCURRENCY, Math.ceil(concurrency)));
  const total = Math.max(requests, atOnce);
  const rounds = Math.ceil(total / atOnce);
  // The jitter of half a gap makes a wait longer by a quarter on average.
  const longestMs = DURATION_MS / rounds / (TOKENS * 1.25);
  const wantedMs = Number.isNaN(hostGapMs) ? USUAL_GAP_MS : hostGapMs;
  const gapMs = Math.max(MIN_GAP_MS, Math.min(wantedMs, longestMs));
  return { concurrency: atOnce, requests: total, tokens: TOKENS, gapMs, jitterMs: gapMs / 2 };
}
