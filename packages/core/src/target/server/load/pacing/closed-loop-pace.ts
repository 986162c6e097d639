import type { FinishedRequest } from '../../request/exchange-request.ts';
import type { PacedRequest } from './next-requests.ts';
import { Slots } from './slots.ts';

/** A request that is in the transport. */
interface Staged {
  /** Of the request in the transport. */
  id: number;
  /** In a row, of its slot. */
  readonly failures: number;
}

/** What the pace needs of the transport. */
export interface PaceTransport {
  /** Those of some requests that are not known to have been sent. */
  readonly unsentOf: (ids: Iterable<number>) => number[];
  readonly cancel: (ids: readonly number[]) => void;
  /** Called when there may be room for another request. */
  readonly onRoom: () => void;
}

/**
 * Paces the requests of a closed loop, which have no time of their own: how many may wait in the transport, which of them
 * come back unsent when slots have to pause, and which are sent again.
 */
export class ClosedLoopPace {
  readonly #slots: Slots;
  readonly #transport: PaceTransport;
  readonly #staged = new Map<PacedRequest, Staged>();
  #wasCareful = false;
  #isStopped = false;

  /** @param slots requests in flight at most; `Infinity` for a load without a closed loop */
  constructor(slots: number, transport: PaceTransport) {
    this.#slots = new Slots(slots, transport.onRoom);
    this.#transport = transport;
  }

  /** Whether every slot pauses or retries. */
  get areAllFailing(): boolean {
    return this.#slots.areAllFailing;
  }

  /** Whether no request may wait in the transport, so that slots that have none may be pausing. */
  get isCareful(): boolean {
    return this.#slots.isCareful;
  }

  /**
   * How many more requests may be handed over.
   * @param ahead how many may wait in the transport while all is well
   */
  room(ahead: number): number {
    return this.#slots.room(this.#staged.size, ahead);
  }

  /** A request is about to be handed over. */
  stage(paced: PacedRequest): void {
    this.#staged.set(paced, { id: Number.NaN, failures: this.#slots.take() });
  }

  /** It has this number in the transport now. */
  identify(paced: PacedRequest, id: number): void {
    const staged = this.#staged.get(paced);
    if (staged !== undefined) staged.id = id;
  }

  /**
   * A request is over.
   * @returns the request as it is reported; undefined when it was none: never sent, or to be put back
   */
  end(paced: PacedRequest, answered: FinishedRequest): FinishedRequest | undefined {
    const { failures = 0 } = this.#staged.get(paced) ?? {};
    this.#staged.delete(paced);
    const { facts, failure } = answered;
    const isTakenBack = failure?.kind === 'cancelled' || failure?.kind === 'dropped';
    if (isTakenBack && (Number.isNaN(facts.sentNs) || !this.#isStopped)) {
      this.#slots.giveBack(failures);
      return undefined;
    }
    const ending = isTakenBack ? 'report' : this.#slots.end(answered, failures);
    this.#takeBackAhead();
    return ending === 'put-back' ? undefined : withResends(answered, paced.resends);
  }

  /** Nothing more is handed over: what comes back unsent does not exist. */
  stop(): void {
    this.#isStopped = true;
    this.#slots.close();
  }

  /** When the first slot pauses, what waits in the transport is taken back. */
  #takeBackAhead(): void {
    const { isCareful } = this.#slots;
    if (isCareful && !this.#wasCareful) {
      // The rest of the batch may still say that some of it has been sent.
      queueMicrotask(() => {
        // A load that has ended drops unsent requests and waits for the rest.
        if (this.#isStopped) return;
        const ids = Array.from(this.#staged.values(), ({ id }) => id);
        this.#transport.cancel(this.#transport.unsentOf(ids));
      });
    }
    this.#wasCareful = isCareful;
  }
}

function withResends(answered: FinishedRequest, resends: number): FinishedRequest {
  if (resends === 0) return answered;
  return { ...answered, facts: { ...answered.facts, resends: answered.facts.resends + resends } };
}
