import type { AnsweredRequest } from './answering.ts';
import type { HttpQuestion } from './http-session.ts';

/** One request of a load, as it was made up front. */
export interface LoadRequest extends HttpQuestion {
  /** When it should be sent, CLOCK_MONOTONIC nanoseconds; `NaN` for as soon as a connection is free. */
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
  /** In the order of their times. Taken piece by piece as their times come, so that it may be long, or have no end. */
  readonly requests: Iterable<LoadRequest>;
  /**
   * Nothing is sent after this, CLOCK_MONOTONIC nanoseconds, once `minRequests` are over; `NaN` to send all. Requests that
   * were due and not sent count as dropped; those that only waited for a free connection were never due, and do not count.
   */
  readonly untilNs: number;
  readonly minRequests: number;
  /** Called for each request that is over, in the order in which they end. */
  readonly onOver: (outcome: LoadOutcome) => void;
  /** The next turn of a conversation, once the one before is over; none when absent. */
  readonly followUp?: (outcome: LoadOutcome) => LoadRequest | undefined;
}
