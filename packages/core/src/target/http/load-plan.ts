import type { AnsweredRequest } from './answering.ts';
import type { HttpQuestion } from './http-session.ts';
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
  /** Label of the conversation that it belongs to; empty for one of its own. */
  readonly context: string;
}

/** One request of a load that is over. */
export interface LoadOutcome {
  readonly request: LoadRequest;
  readonly answered: AnsweredRequest;
}

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
   * Nothing is sent after this, CLOCK_MONOTONIC nanoseconds, once `minRequests` are over; `NaN` to send all. Requests that
   * were due and not sent count as dropped; those that only waited for a free connection were never due, and do not count.
   */
  readonly untilNs: number;
  readonly minRequests: number;
  /** Called for each request that is over, in the order in which they end. */
  readonly onOver: (outcome: LoadOutcome) => void;
  /** Called with the stamp of the first request that was sent. */
  readonly onFirstSent?: (atNs: number) => void;
  /** The next turn of a conversation, once the one before is over; none when absent. */
  readonly followUp?: (outcome: LoadOutcome) => LoadRequest | undefined;
}
