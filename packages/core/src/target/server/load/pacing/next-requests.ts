import type { LoadRequest } from '../load-request.ts';
import type { MadeAhead, MadeRequest } from '../supply/made-ahead.ts';

/** Bodies are handed over together up to this size, bytes: the transport frees them together. */
const HANDED_BYTES = 2 ** 20;

/** A request of a load on its way. */
export interface PacedRequest extends MadeRequest {
  /** Its position in the plan: requests that come back are sent again in this order. */
  readonly place: number;
  /** Number of earlier sends that returned no byte of a response. */
  readonly resends: number;
}

/** The requests of a load in sending order: first those that came back, then those made ahead. */
export class NextRequests {
  readonly #made: MadeAhead;
  readonly #beginNs: number;
  #next: PacedRequest | undefined;
  #returned: PacedRequest[] = [];
  #places = 0;
  #takenUntilNs = Number.NaN;

  /** @param beginNs what the times of requests count from, CLOCK_MONOTONIC nanoseconds */
  constructor(made: MadeAhead, beginNs: number) {
    this.#made = made;
    this.#beginNs = beginNs;
  }

  /** Whether no request is left, made or to be made. */
  get isExhausted(): boolean {
    return this.#made.isExhausted && this.#returned.length === 0;
  }

  /** Scheduled start of the last request that was removed, CLOCK_MONOTONIC nanoseconds; `NaN` where it has none. */
  get takenUntilNs(): number {
    return this.#takenUntilNs;
  }

  /** The next request; undefined where none is made. @throws the error of making it */
  peek(): PacedRequest | undefined {
    const [returned] = this.#returned;
    if (returned !== undefined) return returned;
    const made = this.#made.peek();
    if (made === undefined) return undefined;
    this.#next ??= this.place(made, this.#timed(made.request));
    return this.#next;
  }

  /** Removes the next request. */
  shift(): void {
    if (this.#returned.shift() !== undefined) return;
    this.#takenUntilNs = this.#next?.request.scheduledNs ?? Number.NaN;
    this.#next = undefined;
    this.#made.shift();
  }

  /**
   * Removes the next requests, as many as may go, up to a size worth handing over.
   * @param mayGo receives the number of requests taken so far
   */
  takeBatch(mayGo: (request: LoadRequest, taken: number) => boolean): PacedRequest[] {
    const batch: PacedRequest[] = [];
    let bodyBytes = 0;
    while (bodyBytes < HANDED_BYTES) {
      const next = this.peek();
      if (next === undefined || !mayGo(next.request, batch.length)) break;
      this.shift();
      batch.push(next);
      bodyBytes += next.bodyBytes;
    }
    return batch;
  }

  /** Gives a request its position. */
  place({ prepared, bodyBytes, request: made }: MadeRequest, request = made): PacedRequest {
    this.#places += 1;
    return { request, prepared, bodyBytes, place: this.#places, resends: 0 };
  }

  /** The request with its time on the clock. */
  #timed(request: LoadRequest): LoadRequest {
    const { scheduledNs } = request;
    if (Number.isNaN(scheduledNs)) return request;
    return { ...request, scheduledNs: this.#beginNs + scheduledNs };
  }

  /** Queues a request to be sent again. @param wasSent whether it had been sent */
  putBack(paced: PacedRequest, wasSent: boolean): void {
    const { prepared, resends } = paced;
    // A prepared request decodes one response only.
    const fresh = wasSent
      ? { prepared: prepared.at(prepared.request.path), resends: resends + 1 }
      : {};
    this.#returned.push({ ...paced, ...fresh });
    this.#returned.sort((one, other) => one.place - other.place);
  }

  /** Removes the requests that are scheduled up to a moment, made or not. */
  takeUntil(atNs: number): LoadRequest[] {
    const taken: LoadRequest[] = [];
    for (;;) {
      const next = this.peek() ?? this.#makeMore();
      if (next === undefined || !(next.request.scheduledNs <= atNs)) return taken;
      this.shift();
      taken.push(next.request);
    }
  }

  #makeMore(): PacedRequest | undefined {
    this.#made.makeSlice();
    return this.peek();
  }
}
