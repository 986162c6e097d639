import type { LoadRequest } from '../load-request.ts';
import type { MadeAhead, MadeRequest } from '../supply/made-ahead.ts';

/** Bytes of bodies that are handed over together, at least: the transport frees them together. */
const HANDED_BYTES = 2 ** 20;

/** A request of a load on its way. */
export interface PacedRequest extends MadeRequest {
  /** Its place in the plan: what comes back goes out again in this order. */
  readonly place: number;
  /** Times it was sent before and came back without a byte of a response. */
  readonly resends: number;
}

/** The requests of a load in the order in which they go out: first those that came back, then those that are made. */
export class NextRequests {
  readonly #made: MadeAhead;
  readonly #beginNs: number;
  #next: PacedRequest | undefined;
  #returned: PacedRequest[] = [];
  #places = 0;

  /** @param beginNs what the times of requests count from, CLOCK_MONOTONIC nanoseconds */
  constructor(made: MadeAhead, beginNs: number) {
    this.#made = made;
    this.#beginNs = beginNs;
  }

  /** Whether there is none any more, made or to be made. */
  get isExhausted(): boolean {
    return this.#made.isExhausted && this.#returned.length === 0;
  }

  /** The next request; undefined where none is made. @throws what making it threw */
  peek(): PacedRequest | undefined {
    const [returned] = this.#returned;
    if (returned !== undefined) return returned;
    const made = this.#made.peek();
    if (made === undefined) return undefined;
    const { request } = made;
    this.#next ??= this.place({
      ...made,
      request: { ...request, dueNs: this.#beginNs + request.dueNs },
    });
    return this.#next;
  }

  /** Takes the next request away. */
  shift(): void {
    if (this.#returned.shift() !== undefined) return;
    this.#next = undefined;
    this.#made.shift();
  }

  /**
   * Takes the next requests away, as many as may go, up to a piece that is worth handing over.
   * @param mayGo is told how many have been taken
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

  /** Gives a request its place. */
  place(made: MadeRequest): PacedRequest {
    this.#places += 1;
    return { ...made, place: this.#places, resends: 0 };
  }

  /** A request goes out again. @param wasSent whether it had been sent */
  putBack(paced: PacedRequest, wasSent: boolean): void {
    const { answering, resends } = paced;
    // What took a part of a response takes no other.
    const fresh = wasSent
      ? { answering: answering.at(answering.request.path), resends: resends + 1 }
      : {};
    this.#returned.push({ ...paced, ...fresh });
    this.#returned.sort((one, other) => one.place - other.place);
  }

  /** Takes the requests that are due by a moment, made or not. */
  takeDue(atNs: number): LoadRequest[] {
    const due: LoadRequest[] = [];
    for (;;) {
      const next = this.peek() ?? this.#makeMore();
      if (next === undefined || !(next.request.dueNs <= atNs)) return due;
      this.shift();
      due.push(next.request);
    }
  }

  #makeMore(): PacedRequest | undefined {
    this.#made.makeSlice();
    return this.peek();
  }
}
