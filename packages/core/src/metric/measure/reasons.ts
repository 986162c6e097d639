import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isEmptyResponse } from '../../stream/rows/empty-response.ts';
import { countOf, isAbandoned, isAttempted, isSuccessful } from './service-requests.ts';

/** Reason of metrics that need the tokens of every request. */
export const TOKENS_UNREPORTED = 'the server did not report the token counts of every request';

/** Reason of metrics that count requests. */
export const REQUESTS_UNCOUNTED = 'the requests could not be counted';

/** Reason of metrics of anonymous memory. */
export const NO_ANONYMOUS_MEMORY = 'no sample distinguishes anonymous from shared memory';

/** Reason where no request was measured. */
const NO_REQUEST = 'no measured request was made';

/** Why token timestamps are missing: the server finished every response without text; undefined where one has text. */
export function allEmptyReason({ requests }: Pick<PhaseStreams, 'requests'>): string | undefined {
  const successful = countOf(requests, isSuccessful);
  if (successful === 0 || requests.some((row) => isSuccessful(row) && !isEmptyResponse(row))) {
    return undefined;
  }
  return `the server finished all ${successful} responses without text, so no token has a timestamp`;
}

/** Why no request was attempted: none was made, or each was canceled on purpose. */
export function noRequestReason({ requests }: Pick<PhaseStreams, 'requests'>): string {
  return requests.some(isAbandoned) ? 'every measured request was canceled on purpose' : NO_REQUEST;
}

/** Why no service request gives a value: none was made, none succeeded, or none got far enough. */
export function noServiceReason(phase: Pick<PhaseStreams, 'requests'>): string {
  const attempted = countOf(phase.requests, isAttempted);
  if (attempted === 0) return noRequestReason(phase);
  const allEmpty = allEmptyReason(phase);
  if (allEmpty !== undefined) return allEmpty;
  return phase.requests.some(isSuccessful)
    ? 'no successful request got far enough to be timed'
    : `none of ${attempted} requests succeeded`;
}
