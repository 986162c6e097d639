import type { FinishedRequest } from '../request/finished-request.ts';
import type { HttpQuestion } from '../session/http-session.ts';

/** One request of a load. */
export interface LoadRequest extends HttpQuestion {
  /**
   * Scheduled start, nanoseconds from the beginning of the plan; `NaN` for as soon as a connection is free. Once it is
   * handed over, CLOCK_MONOTONIC nanoseconds.
   */
  readonly scheduledNs: number;
  /** Tokens of its prompt; `NaN` where they were not counted. */
  readonly offeredTokens: number;
  /**
   * Upper bound of the prompt tokens of a turn of a conversation: the user's messages so far, and the earlier responses at full
   * length. Used for the limit on tokens. Absent for other requests.
   */
  readonly mostInputTokens?: number;
  /** Of these, tokens at the beginning that an earlier prompt of the phase has; absent where unknown. */
  readonly sharedTokens?: number;
  /** Label of its conversation; empty when it has none. */
  readonly context: string;
  /** Its turn of that conversation, from 1; absent for other requests. */
  readonly turn?: number;
  /** The name that its data set gives it; none when absent. */
  readonly label?: string;
  /** Whether it belongs to the warm-up and is not measured. */
  readonly isWarmup: boolean;
  /** The client cuts it this long after its send if it is still in flight, ms; never when absent. */
  readonly cutAfterMs?: number;
}

/** One finished request of a load. */
export interface LoadOutcome {
  readonly request: LoadRequest;
  readonly finished: FinishedRequest;
}
