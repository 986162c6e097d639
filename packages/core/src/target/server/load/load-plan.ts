import type { LoadOutcome, LoadRequest } from './load-request.ts';
import type { MadeAhead } from './supply/made-ahead.ts';

/** When a load stops sending. */
export type LoadEnding =
  /**
   * So long after the first send of a measured request, once so many measured requests are over. Where none can be sent,
   * the time counts from the first of them that is over.
   */
  | { readonly kind: 'time'; readonly durationNs: number; readonly minRequests: number }
  /** When there is no request any more. */
  | { readonly kind: 'all' }
  /** When its stage is decided, or at the latest this long after the first send of a measured request. */
  | {
      readonly kind: 'decided';
      /** `Infinity` where the times of requests end the load. */
      readonly maxDurationNs: number;
      /** Called when a request is over. */
      readonly isDecided: () => boolean;
    };

/** A load: which requests, how many at once, and until when. */
export interface LoadPlan {
  /**
   * In the order of their times. Taken piece by piece as their times come, so that it may be long, or have no end; made
   * before the load begins where it should begin without a wait.
   */
  readonly requests: Iterable<LoadRequest> | MadeAhead;
  /** What the times of requests count from, CLOCK_MONOTONIC nanoseconds; 0 when absent. */
  readonly beginNs?: number;
  /**
   * Requests that were due and not sent when the load is aborted count as dropped; those that only waited for a free
   * connection were never due, and do not count.
   */
  readonly end: LoadEnding;
  /** Ends the load when it is aborted: sending stops, and requests in flight continue. */
  readonly stop?: AbortSignal;
  /** Called for each request that is over, in the order in which they end. */
  readonly onOver: (outcome: LoadOutcome) => void;
  /** Called with the stamp of each send. */
  readonly onSent?: (request: LoadRequest, atNs: number) => void;
  /** Called once when sending stops by time, by decision or by `stop`, CLOCK_MONOTONIC nanoseconds. */
  readonly onLoadEnded?: (atNs: number) => void;
  /** The next turn of a conversation, once the one before is over; none when absent. */
  readonly followUp?: (outcome: LoadOutcome) => LoadRequest | undefined;
}
