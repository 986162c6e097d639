import type { AnsweredRequest } from '../request/exchange-request.ts';
import type { HttpQuestion } from '../session/http-session.ts';
import type { MadeAhead } from './supply/made-ahead.ts';

/** One request of a load, as it was made up front. */
export interface LoadRequest extends HttpQuestion {
  /**
   * When it should be sent, nanoseconds after the beginning of the plan; `NaN` for as soon as a connection is free. Once
   * it is handed over, a stamp of CLOCK_MONOTONIC.
   */
  readonly dueNs: number;
  /** Tokens of its prompt where they were counted; `NaN` where they were not. */
  readonly offeredTokens: number;
  /**
   * Tokens of its prompt at most, of a turn of a conversation: what its user was to say so far, and the responses before it in
   * full length. A limit on tokens counts them. Absent for other requests.
   */
  readonly mostInputTokens?: number;
  /** Label of the conversation that it belongs to; empty for one of its own. */
  readonly context: string;
  /** Whether it belongs to the warm-up of its load, and is not measured. */
  readonly isWarmup: boolean;
  /** When the client cuts it on purpose, milliseconds after its send, if it is still in flight then; never when absent. */
  readonly cutAfterMs?: number;
}

/** One request of a load that is over. */
export interface LoadOutcome {
  readonly request: LoadRequest;
  readonly answered: AnsweredRequest;
}

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
