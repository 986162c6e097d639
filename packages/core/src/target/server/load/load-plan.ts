import type { LoadOutcome, LoadRequest } from './load-request.ts';
import type { MadeAhead } from './supply/made-ahead.ts';

/** When a load stops sending. */
export type LoadEnding =
  /**
   * After this time from the first send of a measured request, once enough measured requests have finished. Where none can
   * be sent, the time counts from the first that finishes.
   */
  | { readonly kind: 'time'; readonly durationNs: number; readonly minRequests: number }
  /** When no request is left. */
  | { readonly kind: 'all' }
  /** When its stage is decided, or at the latest after this time from the first send of a measured request. */
  | {
      readonly kind: 'decided';
      /** `Infinity` where the times of requests end the load. */
      readonly maxDurationNs: number;
      /** Called when a request has finished. */
      readonly isDecided: () => boolean;
    };

/** A load: its requests, and when it ends. */
export interface LoadPlan {
  /**
   * In order of their scheduled starts. They are taken piece by piece as their times come, so that they may be many, or
   * infinite. Pass them made ahead where the load should begin without a wait.
   */
  readonly requests: Iterable<LoadRequest> | MadeAhead;
  /** Origin of the scheduled starts, CLOCK_MONOTONIC nanoseconds; 0 when absent. */
  readonly beginNs?: number;
  /** No request without a scheduled start is sent before, CLOCK_MONOTONIC nanoseconds; immediately when absent. */
  readonly startNs?: number;
  /**
   * Requests that are scheduled and unsent when the load is aborted count as dropped; those that only wait for a free
   * connection do not count.
   */
  readonly end: LoadEnding;
  /** Ends the load when it is aborted: sending stops, and requests in flight continue. */
  readonly stop?: AbortSignal;
  /** Called for each finished request, in the order in which they finish. */
  readonly onOver: (outcome: LoadOutcome) => void;
  /** Called with the timestamp of each send. */
  readonly onSent?: (request: LoadRequest, atNs: number) => void;
  /** Called once when sending stops by time, by decision or by `stop`, CLOCK_MONOTONIC nanoseconds. */
  readonly onLoadEnded?: (atNs: number) => void;
  /** Returns the turns of a conversation that a finished one makes way for; none when absent. */
  readonly followUps?: (outcome: LoadOutcome) => readonly LoadRequest[];
}
