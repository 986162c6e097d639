import { nowNs } from '../../../../stream/clock.ts';
import type { FinishedRequest } from '../../request/finished-request.ts';
import { asksForPause, cameToNothing, pauseMs } from './retry-pace.ts';

/** Consecutive failures of any kind, beyond two for each slot, from which slots pause as well. */
const FAILURES_BEYOND_CHANCE = 8;

/** After a rejection no requests are handed over ahead for this long, ms: a server at its limit would only reject them. */
const CALM_MS = 10_000;

/** What happens to a finished request. */
export type Ending =
  /** It counts as a request of the load and gets a row. */
  | 'report'
  /** The transport began it before every slot was known to pause; it is sent again in its turn. */
  | 'put-back';

/**
 * The slots of a closed loop. While no slot fails, the transport has requests ahead and begins one as soon as another ends.
 * A slot whose request meets a server that is gone, or that limits the rate, pauses as a retrying client does. Until every
 * slot works again no requests are handed over ahead, because the transport would begin them without a pause.
 */
export class Slots {
  readonly #count: number;
  /** Called when a slot may send again. */
  readonly #wake: () => void;
  readonly #pauses = new Set<NodeJS.Timeout>();
  /** Consecutive failures of each slot that has paused and may send again. */
  readonly #ready: number[] = [];
  /** Requests in the transport from slots whose last request failed. */
  #retrying = 0;
  /** Consecutive failures of any kind, over all slots. */
  #failuresInARow = 0;
  #rejectedNs = Number.NEGATIVE_INFINITY;

  /** @param count maximum requests in flight */
  constructor(count: number, wake: () => void) {
    this.#count = count;
    this.#wake = wake;
  }

  /** Whether no request may wait in the transport: a slot has not recovered, or the server was recently at its limit. */
  get isCareful(): boolean {
    const isFailing = this.#pauses.size + this.#ready.length + this.#retrying > 0;
    return isFailing || nowNs() < this.#rejectedNs + CALM_MS * 1e6;
  }

  /** Whether every slot pauses or retries. */
  get areAllFailing(): boolean {
    return this.#pauses.size + this.#ready.length + this.#retrying >= this.#count;
  }

  /**
   * Number of requests that may still be handed to the transport.
   * @param inTransport requests of the loop in the transport
   * @param ahead requests that may wait there while no slot fails
   */
  room(inTransport: number, ahead: number): number {
    const room = this.isCareful ? this.#count - this.#pauses.size : this.#count + ahead;
    return room - inTransport;
  }

  /** Takes a slot for a request. @returns consecutive failures of the slot, to be given back with `end` or `giveBack` */
  take(): number {
    const failures = this.#ready.shift() ?? 0;
    if (failures > 0) this.#retrying += 1;
    return failures;
  }

  /**
   * Takes a finished request: its slot pauses, or continues.
   * @param failures as returned by `take`
   */
  end(finished: FinishedRequest, failures: number): Ending {
    if (failures > 0) this.#retrying -= 1;
    // A request cut on purpose is not a failure of its slot.
    const failure = finished.failure?.kind === 'abandoned' ? undefined : finished.failure;
    this.#failuresInARow = failure === undefined ? 0 : this.#failuresInARow + 1;
    if (failure === undefined || !this.#mustPause(finished)) return 'report';
    if (failure.status !== undefined) this.#rejectedNs = nowNs();
    if (this.#pauses.size >= this.#count) return cameToNothing(finished) ? 'put-back' : 'report';
    this.#pause(failures + 1, failure.retryAfterMs);
    return 'report';
  }

  /** Returns the slot of a request that was not sent. @param failures as returned by `take` */
  giveBack(failures: number): void {
    if (failures === 0) return;
    this.#retrying -= 1;
    this.#ready.push(failures);
  }

  /** Ends all pauses without a callback. */
  close(): void {
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#pauses.clear();
  }

  #mustPause(finished: FinishedRequest): boolean {
    return (
      asksForPause(finished) || this.#failuresInARow > 2 * this.#count + FAILURES_BEYOND_CHANCE
    );
  }

  #pause(failures: number, retryAfterMs: number | undefined): void {
    const pause = setTimeout(
      () => {
        this.#pauses.delete(pause);
        this.#ready.push(failures);
        this.#wake();
      },
      pauseMs(failures, retryAfterMs),
    );
    this.#pauses.add(pause);
  }
}
