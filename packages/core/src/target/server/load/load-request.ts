import type { FinishedRequest } from '../request/exchange-request.ts';
import type { HttpQuestion } from '../session/http-session.ts';

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
  readonly answered: FinishedRequest;
}
