import type { FinishedRequest } from '../../request/finished-request.ts';
import type { RequestFailure } from '../../failure/request-failure.ts';

const DROPPED: RequestFailure = {
  kind: 'dropped',
  message: 'the load was interrupted after the scheduled start of the request, before it was sent',
};

/** The result of a scheduled request that was never sent. @param atNs when the load was interrupted */
export function neverSent(atNs: number): FinishedRequest {
  return {
    response: undefined,
    failure: DROPPED,
    facts: {
      sentNs: Number.NaN,
      connectedNs: Number.NaN,
      firstByteNs: Number.NaN,
      endNs: atNs,
      status: Number.NaN,
      headers: new Map(),
      resends: 0,
      delayedReads: 0,
    },
  };
}

/** How a load ended before all its requests were sent. */
export interface CutShort {
  /** When it was interrupted; `NaN` when it was not. */
  readonly abortedNs: number;
  /** Whether it was stopped: its schedule ends at that time. */
  readonly isStopped: boolean;
  /** Whether it runs until it is decided: requests unsent by then do not count. */
  readonly isDecided: boolean;
}

/**
 * The result of a scheduled request: one that an interruption took back unsent is dropped if it was scheduled by then.
 * @returns undefined when it was scheduled later, or its load was stopped or decided: such a request does not count
 */
export function asNeverSent(
  finished: FinishedRequest,
  scheduledNs: number,
  { abortedNs, isStopped, isDecided }: CutShort,
): FinishedRequest | undefined {
  const { facts, failure } = finished;
  if (!Number.isNaN(facts.sentNs)) return finished;
  if ((isStopped || isDecided) && failure?.kind === 'dropped') return undefined;
  if (failure?.kind !== 'cancelled' || Number.isNaN(abortedNs)) return finished;
  return scheduledNs <= abortedNs && !isStopped ? neverSent(abortedNs) : undefined;
}
