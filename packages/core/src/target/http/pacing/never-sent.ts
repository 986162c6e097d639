import type { AnsweredRequest } from '../answering.ts';
import type { RequestFailure } from '../request-failure.ts';

const DROPPED: RequestFailure = {
  kind: 'dropped',
  message: 'It was due and not sent when the load was interrupted.',
};

/** A request that was due and never left, as it is reported. @param atNs when the load was interrupted */
export function neverSent(atNs: number): AnsweredRequest {
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

/**
 * A request with a time, as it is reported: one that an interruption took back unsent was dropped if it was due by then.
 * @param abortedNs when the load was interrupted; `NaN` when it was not; `ended` when sending stopped before: what was not
 * sent by then does not exist
 * @returns undefined when there was no such request
 */
export function asNeverSent(
  answered: AnsweredRequest,
  dueNs: number,
  abortedNs: number | 'ended',
): AnsweredRequest | undefined {
  const { facts, failure } = answered;
  const wasSent = !Number.isNaN(facts.sentNs);
  const isTakenBack = failure?.kind === 'cancelled' || failure?.kind === 'dropped';
  if (abortedNs === 'ended') return isTakenBack && !wasSent ? undefined : answered;
  if (failure?.kind !== 'cancelled' || wasSent || Number.isNaN(abortedNs)) return answered;
  return dueNs <= abortedNs ? neverSent(abortedNs) : undefined;
}
