import { isBroken, isOwnLimit, isUnreached } from '../../../../stream/rows/failure-kinds.ts';
import type { FinishedRequest } from '../../request/finished-request.ts';

/** Pause after the first consecutive failure, ms; doubles with each further one. */
export const FIRST_PAUSE_MS = 50;

/** Upper bound of the pause after consecutive failures, ms. */
export const LONGEST_PAUSE_MS = 1000;

/** Upper bound of Retry-After, ms: clients of these APIs stop honoring it beyond a minute. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

/** Gateways return these when the server behind them is gone or full. */
const NOT_AVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Whether a client would pause before its next request: the server was not reached, dropped the connection without a byte
 * of a response, is not available, or limits the rate; or this process has no descriptor or port left. A failure within a response
 * does not count.
 */
export function asksForPause({ facts, failure }: FinishedRequest): boolean {
  if (failure === undefined) return false;
  const { kind, status = Number.NaN } = failure;
  if (kind === 'http-429' || kind === 'http-503' || NOT_AVAILABLE.has(status)) return true;
  if (isUnreached(kind) || isOwnLimit(kind)) return true;
  return (isBroken(kind) || kind === 'socket') && Number.isNaN(facts.firstByteNs);
}

/** Whether a failed request received nothing of a response, so that it can be sent again without counting twice. */
export function cameToNothing({ facts, failure }: FinishedRequest): boolean {
  return failure !== undefined && Number.isNaN(facts.firstByteNs);
}

/**
 * How long a client waits before its next request, ms.
 * @param failuresInARow at least 1
 * @param retryAfterMs requested by the server; `NaN` when it requested none
 */
export function pauseMs(failuresInARow: number, retryAfterMs = Number.NaN): number {
  const ownMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failuresInARow - 1));
  if (Number.isNaN(retryAfterMs)) return ownMs;
  return Math.max(ownMs, Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs));
}
