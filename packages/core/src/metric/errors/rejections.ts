import { isRejection } from '../../stream/rows/failure-kinds.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { countOf, isAttempted } from '../measure/service-requests.ts';

/** Requests that the server rejected as too many: 429, or 503 with Retry-After. */
export interface Rejections {
  /** Rejected service requests. */
  readonly count: number;
  /** Share of the attempted service requests, 0 to 1. */
  readonly share: number;
  /** Retry-After of the server, milliseconds; `NaN` without one. */
  readonly shortestRetryAfterMs: number;
  readonly longestRetryAfterMs: number;
  /** Error message of the first rejection. */
  readonly message: string;
}

/** The rejections of a phase; undefined where there were none. */
export function rejectionsOf({ requests, events }: PhaseStreams): Rejections | undefined {
  const isRejected = (row: (typeof requests)[number]): boolean =>
    isAttempted(row) && isRejection(row.errorKind);
  const count = countOf(requests, isRejected);
  if (count === 0) return undefined;
  const event = events.find(({ kind }) => kind === 'requests-rejected');
  const asked = event?.kind === 'requests-rejected' ? event : undefined;
  return {
    count,
    share: count / countOf(requests, isAttempted),
    shortestRetryAfterMs: asked?.shortestRetryAfterMs ?? Number.NaN,
    longestRetryAfterMs: asked?.longestRetryAfterMs ?? Number.NaN,
    message: requests.find(isRejected)?.errorMessage ?? '',
  };
}
