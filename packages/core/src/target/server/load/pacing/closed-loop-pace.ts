import { nowNs } from '../../../../stream/clock.ts';
import { LongTimer } from '../../../../stream/long-timer.ts';
import type { FinishedRequest } from '../../request/finished-request.ts';
import type { PacedRequest } from './next-requests.ts';
import { Slots } from './slots.ts';

/** A request in the transport. */
interface Staged {
  /** Its number in the transport. */
  id: number;
  /** Consecutive failures of its slot. */
  readonly failures: number;
}

/** The part of the transport that pacing needs. */
export interface PaceTransport {
  /** Returns those requests that are not known to have been sent. */
  readonly unsentOf: (ids: Iterable<number>) => number[];
  readonly cancel: (ids: readonly number[]) => void;
  /** Called when there may be room for another request. */
  readonly onRoom: () => void;
  /**
   * Nothing is sent before, CLOCK_MONOTONIC nanoseconds; immediately when absent. Until then one request for each slot waits
   * in the transport, which sends it on time however busy this thread is.
   */
  readonly startNs?: number | undefined;
}

/**
 * Paces the requests of a closed loop, which have no scheduled start: how many may wait in the transport, which of them come
 * back unsent when slots pause, and which are sent again.
 */
export class ClosedLoopPace {
  readonly #slots: Slots;
  readonly #transport: PaceTransport;
  readonly #staged = new Map<PacedRequest, Staged>();
  readonly #startNs: number;
  readonly #started: LongTimer | undefined;
  #wasCareful = false;
  #isStopped = false;

  /** @param slots maximum requests in flight; `Infinity` for a load without a closed loop */
  constructor(slots: number, transport: PaceTransport) {
    this.#slots = new Slots(slots, transport.onRoom);
    this.#transport = transport;
    const { startNs = Number.NEGATIVE_INFINITY, onRoom } = transport;
    this.#startNs = startNs;
    const leftMs = Math.ceil((startNs - nowNs()) / 1e6);
    this.#started = leftMs > 0 ? new LongTimer(onRoom, leftMs) : undefined;
  }

  /** Whether every slot pauses or retries. */
  get areAllFailing(): boolean {
    return this.#slots.areAllFailing;
  }

  /** Whether no request may wait in the transport; slots without one may be pausing. */
  get isCareful(): boolean {
    return this.#slots.isCareful;
  }

  /**
   * Number of requests that may still be handed over.
   * @param ahead number of requests that may wait in the transport while no slot fails
   */
  room(ahead: number): number {
    return this.#slots.room(this.#staged.size, nowNs() < this.#startNs ? 0 : ahead);
  }

  /**
   * Registers a request that is about to be handed over.
   * @returns when to send it, CLOCK_MONOTONIC nanoseconds; `NaN` for as soon as a slot is free
   */
  stage(paced: PacedRequest): number {
    this.#staged.set(paced, { id: Number.NaN, failures: this.#slots.take() });
    return nowNs() < this.#startNs ? this.#startNs : Number.NaN;
  }

  /** Notes the number of a request in the transport. */
  identify(paced: PacedRequest, id: number): void {
    const staged = this.#staged.get(paced);
    if (staged !== undefined) staged.id = id;
  }

  /**
   * Takes a finished request.
   * @returns the request as it is reported; undefined when it does not count: never sent, or to be put back
   */
  end(paced: PacedRequest, finished: FinishedRequest): FinishedRequest | undefined {
    const { failures = 0 } = this.#staged.get(paced) ?? {};
    this.#staged.delete(paced);
    const { facts, failure } = finished;
    const isTakenBack = failure?.kind === 'cancelled' || failure?.kind === 'dropped';
    if (isTakenBack && (Number.isNaN(facts.sentNs) || !this.#isStopped)) {
      this.#slots.giveBack(failures);
      return undefined;
    }
    const ending = isTakenBack ? 'report' : this.#slots.end(finished, failures);
    this.#takeBackAhead();
    return ending === 'put-back' ? undefined : withResends(finished, paced.resends);
  }

  /** Nothing more is handed over: requests that come back unsent do not count. */
  stop(): void {
    this.#isStopped = true;
    this.#started?.stop();
    this.#slots.close();
  }

  /** Takes back the requests that wait in the transport when the first slot pauses. */
  #takeBackAhead(): void {
    const { isCareful } = this.#slots;
    if (isCareful && !this.#wasCareful) {
      // The rest of the batch may still report that some of them were sent.
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

function withResends(finished: FinishedRequest, resends: number): FinishedRequest {
  if (resends === 0) return finished;
  return { ...finished, facts: { ...finished.facts, resends: finished.facts.resends + resends } };
}
