import { NO_LIMIT, type ClientLimit } from '../../../spec/quality/client-usage.ts';

/** When no further request could begin, and why. */
interface Wait {
  readonly cause: ClientLimit['cause'];
  readonly inFlight: number;
}

/** Counts requests that a limit of the client made wait. */
export class LimitLog {
  #limit: ClientLimit = NO_LIMIT;
  /** The present one; undefined while no request has to wait. */
  #wait: Wait | undefined;

  get limit(): ClientLimit {
    return this.#limit;
  }

  /** No further request can begin. */
  begin(cause: Wait['cause'], inFlight: number): void {
    const { inFlight: before = Infinity } = this.#wait ?? {};
    this.#wait = { cause, inFlight: Math.min(before, inFlight) };
  }

  /** Whatever comes due from now on can begin. */
  end(): void {
    this.#wait = undefined;
  }

  /**
   * A request begins.
   * @param lateNs after it was due; `NaN` for one without a time, which in a closed loop waits for the others by design and
   *   for descriptors does not
   */
  noteStart(lateNs: number): void {
    const wait = this.#wait;
    if (wait === undefined || (Number.isNaN(lateNs) && wait.cause !== 'descriptors')) return;
    const { limit } = this;
    const isFirst = limit.cause === 'none';
    this.#limit = {
      cause: isFirst ? wait.cause : limit.cause,
      requests: limit.requests + 1,
      longestWaitMs: Math.max(limit.longestWaitMs, Number.isNaN(lateNs) ? 0 : lateNs / 1e6),
      connections: isFirst ? wait.inFlight : Math.min(limit.connections, wait.inFlight),
    };
  }
}
