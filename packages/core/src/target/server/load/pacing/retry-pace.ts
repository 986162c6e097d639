import { isBroken, isUnreached } from '../../../../stream/rows/failure-kinds.ts';
import type { FinishedRequest } from '../../request/exchange-request.ts';

/** Pause before the next request after the first failure in a row, ms; it doubles with each further one. */
export const FIRST_PAUSE_MS = 50;

/** The longest pause that a series of failures leads to, ms. */
export const LONGEST_PAUSE_MS = 1000;

/** A longer Retry-After is cut to this, ms: clients of the APIs that are spoken here stop honoring it beyond a minute. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

/** Gateways return these where the server behind them is gone or has no room. */
const NOT_AVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Whether a client would pause before its next request: the server was not reached, dropped the connection without a byte
 * of a response, is not available, or limits the rate; or this process has no descriptor left. A failure within a response
 * is no such sign.
 */
export function asksForPause({ facts, failure }: FinishedRequest): boolean {
  if (failure === undefined) return false;
  const { kind, status = Number.NaN } = failure;
  if (kind === 'http-429' || kind === 'http-503' || NOT_AVAILABLE.has(status)) return true;
  if (isUnreached(kind) || kind === 'too-many-files') return true;
  return (isBroken(kind) || kind === 'socket') && Number.isNaN(facts.firstByteNs);
}

/** Whether a failed request left no trace of a response, so that it can be sent again without counting twice. */
export function cameToNothing({ facts, failure }: FinishedRequest): boolean {
  return failure !== undefined && Number.isNaN(facts.firstByteNs);
}

/**
 * How long a client waits before its next request, ms.
 * @param failuresInARow at least 1
 * @param retryAfterMs what the server asked for; `NaN` where it did not
 */
export function pauseMs(failuresInARow: number, retryAfterMs = Number.NaN): number {
  const ownMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failuresInARow - 1));
  if (Number.isNaN(retryAfterMs)) return ownMs;
  return Math.max(ownMs, Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs));
}
