import type { FinishedRequest } from '../../request/exchange-request.ts';
import type { RequestFailure } from '../../failure/request-failure.ts';

const DROPPED: RequestFailure = {
  kind: 'dropped',
  message: 'It was due and not sent when the load was interrupted.',
};

/** A request that was due and never left, as it is reported. @param atNs when the load was interrupted */
export function neverSent(atNs: number): FinishedRequest {
  return {
    answer: undefined,
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

/** How a load ended before all of its requests were sent. */
export interface CutShort {
  /** When it was interrupted; `NaN` when it was not. */
  readonly abortedNs: number;
  /** Whether it was stopped: its schedule ends there. */
  readonly isStopped: boolean;
  /** Whether it runs until it is decided: requests still unsent then do not exist. */
  readonly isDecided: boolean;
}

/**
 * A request with a time, as it is reported: one that an interruption took back unsent was dropped if it was due by then.
 * @returns undefined when it was not due yet, or its load was stopped or decided: no such request was made
 */
export function asNeverSent(
  answered: FinishedRequest,
  dueNs: number,
  { abortedNs, isStopped, isDecided }: CutShort,
): FinishedRequest | undefined {
  const { facts, failure } = answered;
  if (!Number.isNaN(facts.sentNs)) return answered;
  if ((isStopped || isDecided) && failure?.kind === 'dropped') return undefined;
  if (failure?.kind !== 'cancelled' || Number.isNaN(abortedNs)) return answered;
  return dueNs <= abortedNs && !isStopped ? neverSent(abortedNs) : undefined;
}
