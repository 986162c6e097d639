import type { Answering } from '../../request/exchange-request.ts';
import type { LoadRequest } from '../load-request.ts';

/** A request whose bytes are made. */
export interface MadeRequest {
  readonly request: LoadRequest;
  readonly answering: Answering;
  readonly bodyBytes: number;
}

/** Requests and the bytes of their bodies. */
export interface RequestAmount {
  readonly count: number;
  readonly bodyBytes: number;
}

const NOTHING: RequestAmount = { count: 0, bodyBytes: 0 };

/** Requests made and not sent, at most: what the client's main thread may sleep through. */
const MOST_REQUESTS = 2048;

/**
 * Bytes of requests made and not sent, at most. A body is in memory up to three times: as text, as bytes, and in the
 * transport.
 */
const MOST_BODY_BYTES = 32 * 2 ** 20;

/** Making goes on for this long before other work of the main thread has its turn, ms. */
const SLICE_MS = 4;

/** Requests are made for this long before a load begins, ms; longer only until there are enough. */
const BEFORE_LOAD_MS = 200;

/**
 * Makes the requests of a load before they are sent, so that none waits for its bytes: a small number, bounded in bytes,
 * and refilled as they are taken. Making shares the main thread in slices.
 */
export class MadeAhead {
  readonly #requests: Iterator<LoadRequest>;
  readonly #prepare: (request: LoadRequest) => Answering;
  readonly #made: MadeRequest[] = [];
  #bodyBytes = 0;
  #isExhausted = false;
  #isFilling = false;
  #failure: { readonly reason: unknown } | undefined;

  /** @param prepare makes the bytes of a request */
  constructor(requests: Iterable<LoadRequest>, prepare: (request: LoadRequest) => Answering) {
    this.#requests = requests[Symbol.iterator]();
    this.#prepare = prepare;
  }

  /** Whether there is no request any more, made or to be made. */
  get isExhausted(): boolean {
    return this.#isExhausted && this.#made.length === 0;
  }

  get isEmpty(): boolean {
    return this.#made.length === 0;
  }

  /** The next request; undefined when none is made. @throws what making it threw */
  peek(): MadeRequest | undefined {
    const [next] = this.#made;
    if (next === undefined && this.#failure !== undefined) throw this.#failure.reason;
    return next;
  }

  /** Takes the next request away. */
  shift(): void {
    this.#bodyBytes -= this.#made.shift()?.bodyBytes ?? 0;
  }

  /**
   * Makes requests before a load begins.
   * @param enough goes on until so many are made, or their bytes are as many as fit
   * @param onProgress called now and then with the number made
   * @throws the signal's reason when it is aborted; what making a request threw
   */
  async prefill(
    enough: number,
    signal: AbortSignal,
    onProgress: (made: number) => void,
  ): Promise<void> {
    const untilMs = performance.now() + BEFORE_LOAD_MS;
    while (this.makeSlice()) {
      signal.throwIfAborted();
      if (performance.now() > untilMs) {
        if (this.#made.length >= enough) break;
        onProgress(this.#made.length);
      }
      await nextTurn();
    }
    this.peek();
  }

  /**
   * Makes more requests, a slice in each turn of the event loop, until as many are made as fit.
   * @param outside those that were taken and wait in the transport
   * @param onMade called after each slice
   */
  refill(outside: () => RequestAmount, onMade: () => void): void {
    if (this.#isFilling || !this.#hasRoom(outside())) return;
    this.#isFilling = true;
    setImmediate(() => {
      this.#isFilling = false;
      this.makeSlice(outside());
      onMade();
    });
  }

  /**
   * Makes requests for a few milliseconds.
   * @param outside those that were taken and wait in the transport
   * @returns whether there is more to make, and room for it
   */
  makeSlice(outside: RequestAmount = NOTHING): boolean {
    const untilMs = performance.now() + SLICE_MS;
    while (this.#hasRoom(outside)) {
      this.#makeOne();
      if (performance.now() > untilMs) return this.#hasRoom(outside);
    }
    return false;
  }

  /** Makes the bytes of a request that is not one of the plan. */
  make(request: LoadRequest): MadeRequest {
    const answering = this.#prepare(request);
    return { request, answering, bodyBytes: answering.request.body.byteLength };
  }

  /** Makes no more. */
  end(): void {
    this.#isExhausted = true;
    this.#made.length = 0;
    this.#bodyBytes = 0;
    this.#requests.return?.();
  }

  #hasRoom({ count, bodyBytes }: RequestAmount): boolean {
    if (this.#isExhausted) return false;
    const made = this.#made.length + count;
    // One at least, however long it is.
    return made === 0 || (made < MOST_REQUESTS && this.#bodyBytes + bodyBytes < MOST_BODY_BYTES);
  }

  #makeOne(): void {
    try {
      const { value, done } = this.#requests.next();
      if (done === true) {
        this.#isExhausted = true;
        return;
      }
      const made = this.make(value);
      this.#made.push(made);
      this.#bodyBytes += made.bodyBytes;
    } catch (reason) {
      // Called out of the event loop, where nobody could catch it: it is thrown by whoever takes requests.
      this.#failure = { reason };
      this.#isExhausted = true;
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
