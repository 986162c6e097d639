import type { AnsweredRequest } from '../answering.ts';
import type { LoadEnding } from '../load-plan.ts';
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
 * One that a load by decision left unsent does not exist.
 * @param abortedNs when the load was interrupted; `NaN` when it was not
 * @returns undefined when no such request was made
 */
export function asNeverSent(
  answered: AnsweredRequest,
  dueNs: number,
  abortedNs: number,
  { kind: ending }: Pick<LoadEnding, 'kind'>,
): AnsweredRequest | undefined {
  const { facts, failure } = answered;
  // The transport drops what is left when sending ends.
  if (ending === 'decided' && failure?.kind === 'dropped') return undefined;
  const wasTakenBack = failure?.kind === 'cancelled' && Number.isNaN(facts.sentNs);
  if (!wasTakenBack || Number.isNaN(abortedNs)) return answered;
  return dueNs <= abortedNs ? neverSent(abortedNs) : undefined;
}
