import { NO_LIMIT, type ClientLimit } from '../../../spec/quality/client-usage.ts';

/** Since when no further request could begin, and why. */
interface Wait {
  readonly cause: ClientLimit['cause'];
  readonly inFlight: number;
}

/** Counts requests delayed by a limit of the client. */
export class LimitLog {
  #limit: ClientLimit = NO_LIMIT;
  /** The current wait; undefined while no request has to wait. */
  #wait: Wait | undefined;

  get limit(): ClientLimit {
    return this.#limit;
  }

  /** No further request can begin. */
  begin(cause: Wait['cause'], inFlight: number): void {
    const { inFlight: before = Infinity } = this.#wait ?? {};
    this.#wait = { cause, inFlight: Math.min(before, inFlight) };
  }

  /** Requests due from now on can begin. */
  end(): void {
    this.#wait = undefined;
  }

  /**
   * A request begins.
   * @param lateNs send delay; `NaN` without a scheduled start. A request without one waits for others by design in a
   *   closed loop, so its wait counts only if it is for descriptors
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
