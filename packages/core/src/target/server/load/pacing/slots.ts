import { nowNs } from '../../../../stream/clock.ts';
import type { FinishedRequest } from '../../request/exchange-request.ts';
import { asksForPause, cameToNothing, pauseMs } from './retry-pace.ts';

/** So many failures of any kind in a row, beyond two for each slot, are no accident: slots pause then, too. */
const FAILURES_BEYOND_CHANCE = 8;

/** After a rejection no requests are ahead for so long, ms: at the limit of a server each would only be rejected. */
const CALM_MS = 10_000;

/** What becomes of a request that is over. */
export type Ending =
  /** It is a request of the load, and a row. */
  | 'report'
  /** The transport began it before it could learn that every slot pauses; it is sent again in its turn. */
  | 'put-back';

/**
 * The slots of a closed loop. While all is well the transport has requests ahead and begins one as soon as another ends.
 * A slot whose request meets a server that is gone, or that limits the rate, pauses as a retrying client does; until every
 * slot works again there are no requests ahead, since the transport would begin them without a pause.
 */
export class Slots {
  readonly #count: number;
  /** Calls back when a slot may send again. */
  readonly #wake: () => void;
  readonly #pauses = new Set<NodeJS.Timeout>();
  /** Failures in a row of each slot that has paused and may send again. */
  readonly #ready: number[] = [];
  /** Requests in the transport of slots whose last one failed. */
  #retrying = 0;
  /** Of any kind, over all slots. */
  #failuresInARow = 0;
  #rejectedNs = Number.NEGATIVE_INFINITY;

  /** @param count of requests in flight at most */
  constructor(count: number, wake: () => void) {
    this.#count = count;
    this.#wake = wake;
  }

  /** Whether no request may wait in the transport: a slot has not recovered, or the server was at its limit just now. */
  get isCareful(): boolean {
    const isFailing = this.#pauses.size + this.#ready.length + this.#retrying > 0;
    return isFailing || nowNs() < this.#rejectedNs + CALM_MS * 1e6;
  }

  /** Whether no slot has a request that is not a retry. */
  get areAllFailing(): boolean {
    return this.#pauses.size + this.#ready.length + this.#retrying >= this.#count;
  }

  /**
   * How many more requests may be handed to the transport.
   * @param inTransport requests of the loop that are there
   * @param ahead how many may wait there while all is well
   */
  room(inTransport: number, ahead: number): number {
    const room = this.isCareful ? this.#count - this.#pauses.size : this.#count + ahead;
    return room - inTransport;
  }

  /** A request is handed over. @returns failures in a row of its slot, to be given back when it is over */
  take(): number {
    const failures = this.#ready.shift() ?? 0;
    if (failures > 0) this.#retrying += 1;
    return failures;
  }

  /**
   * A request is over: its slot pauses, or goes on.
   * @param failures as `take` gave them
   */
  end(answered: FinishedRequest, failures: number): Ending {
    if (failures > 0) this.#retrying -= 1;
    // A request cut on purpose is no failure of its slot.
    const failure = answered.failure?.kind === 'abandoned' ? undefined : answered.failure;
    this.#failuresInARow = failure === undefined ? 0 : this.#failuresInARow + 1;
    if (failure === undefined || !this.#mustPause(answered)) return 'report';
    if (failure.status !== undefined) this.#rejectedNs = nowNs();
    if (this.#pauses.size >= this.#count) return cameToNothing(answered) ? 'put-back' : 'report';
    this.#pause(failures + 1, failure.retryAfterMs);
    return 'report';
  }

  /** A request comes back that was not sent: its slot is as it was. @param failures as `take` gave them */
  giveBack(failures: number): void {
    if (failures === 0) return;
    this.#retrying -= 1;
    this.#ready.push(failures);
  }

  /** Ends all pauses without a call. */
  close(): void {
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#pauses.clear();
  }

  #mustPause(answered: FinishedRequest): boolean {
    return (
      asksForPause(answered) || this.#failuresInARow > 2 * this.#count + FAILURES_BEYOND_CHANCE
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
