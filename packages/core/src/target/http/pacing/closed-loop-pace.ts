import type { AnsweredRequest } from '../answering.ts';
import type { LoadRequest } from '../load-plan.ts';
import { Slots } from './slots.ts';

/** A request of a closed loop on its way. */
export interface PacedRequest {
  readonly request: LoadRequest;
  /** Its place in the plan: what comes back goes out again in this order. */
  readonly place: number;
  /** Times it was sent before and came back without a byte of a response. */
  readonly resends: number;
}

/** One that is in the transport. */
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
  #returned: PacedRequest[] = [];
  #wasCareful = false;
  #isStopped = false;

  /** @param slots requests in flight at most; `Infinity` for a load without a closed loop */
  constructor(slots: number, transport: PaceTransport) {
    this.#slots = new Slots(slots, transport.onRoom);
    this.#transport = transport;
  }

  /** Whether every slot pauses or retries: the load goes on only for as long as someone has the patience. */
  get areAllFailing(): boolean {
    return this.#slots.areAllFailing;
  }

  /** Whether slots pause, so that each is handed its next request when it may send it. */
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

  /** The next request that came back; undefined when there is none. */
  get nextReturned(): PacedRequest | undefined {
    return this.#returned[0];
  }

  /** Takes that one. */
  shiftReturned(): void {
    this.#returned.shift();
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
   * @returns the request as it is reported; undefined when it was none: never sent, or put back
   */
  end(paced: PacedRequest, answered: AnsweredRequest): AnsweredRequest | undefined {
    const { failures = 0 } = this.#staged.get(paced) ?? {};
    this.#staged.delete(paced);
    const { facts, failure } = answered;
    const wasSent = !Number.isNaN(facts.sentNs);
    const isTakenBack = failure?.kind === 'cancelled' || failure?.kind === 'dropped';
    if (isTakenBack && (!wasSent || !this.#isStopped)) {
      this.#slots.giveBack(failures);
      this.#putBack(paced, wasSent);
      return undefined;
    }
    const ending = isTakenBack ? 'report' : this.#slots.end(answered, failures);
    this.#takeBackAhead();
    if (ending === 'put-back') {
      this.#putBack(paced, wasSent);
      return undefined;
    }
    return withResends(answered, paced.resends);
  }

  /** Nothing more is handed over: what comes back unsent does not exist. */
  stop(): void {
    this.#isStopped = true;
    this.#returned = [];
    this.#slots.close();
  }

  #putBack({ request, place, resends }: PacedRequest, wasSent: boolean): void {
    if (this.#isStopped) return;
    this.#returned.push({ request, place, resends: resends + (wasSent ? 1 : 0) });
    this.#returned.sort((one, other) => one.place - other.place);
  }

  /** When the first slot pauses, what waits in the transport is taken back. */
  #takeBackAhead(): void {
    const { isCareful } = this.#slots;
    if (isCareful && !this.#wasCareful) {
      // The rest of the batch may still say that some of it has been sent.
      queueMicrotask(() => {
        const ids = Array.from(this.#staged.values(), ({ id }) => id);
        this.#transport.cancel(this.#transport.unsentOf(ids));
      });
    }
    this.#wasCareful = isCareful;
  }
}

function withResends(answered: AnsweredRequest, resends: number): AnsweredRequest {
  if (resends === 0) return answered;
  return { ...answered, facts: { ...answered.facts, resends: answered.facts.resends + resends } };
}
