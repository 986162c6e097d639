import type { PreparedRequest } from '../../request/prepared-request.ts';
import type { LoadRequest } from '../load-request.ts';

/** A request whose bytes are made. */
export interface MadeRequest {
  readonly request: LoadRequest;
  readonly prepared: PreparedRequest;
  readonly bodyBytes: number;
}

/** Requests and the bytes of their bodies. */
export interface RequestAmount {
  readonly count: number;
  readonly bodyBytes: number;
}

const NOTHING: RequestAmount = { count: 0, bodyBytes: 0 };

/** Most requests that are made and not sent: the main thread may be busy for as long as they last. */
const MOST_REQUESTS = 2048;

/**
 * Most bytes of requests that are made and not sent. A body is in memory up to three times: as text, as bytes, and in the
 * transport.
 */
const MOST_BODY_BYTES = 32 * 2 ** 20;

/** Requests are made for this long before the main thread does other work, ms. */
const SLICE_MS = 4;

/** Requests are made for this long before a load begins, ms; longer only until enough are made. */
const BEFORE_LOAD_MS = 200;

/**
 * Makes the requests of a load before they are sent, so that none waits for its bytes. Their number and size are bounded,
 * and they are refilled as they are taken, in short slices of the main thread.
 */
export class MadeAhead {
  readonly #requests: Iterator<LoadRequest>;
  readonly #prepare: (request: LoadRequest) => PreparedRequest;
  readonly #made: MadeRequest[] = [];
  #bodyBytes = 0;
  #isExhausted = false;
  #isFilling = false;
  #failure: { readonly reason: unknown } | undefined;

  /** Requests, unless they are made ahead already. @param prepare makes the bytes of a request */
  static from(
    requests: Iterable<LoadRequest> | MadeAhead,
    prepare: (request: LoadRequest) => PreparedRequest,
  ): MadeAhead {
    return requests instanceof MadeAhead ? requests : new MadeAhead(requests, prepare);
  }

  /** @param prepare makes the bytes of a request */
  constructor(requests: Iterable<LoadRequest>, prepare: (request: LoadRequest) => PreparedRequest) {
    this.#requests = requests[Symbol.iterator]();
    this.#prepare = prepare;
  }

  /** Whether no request is left, made or to be made. */
  get isExhausted(): boolean {
    return this.#isExhausted && this.#made.length === 0;
  }

  get isEmpty(): boolean {
    return this.#made.length === 0;
  }

  /** The next request; undefined when none is made. @throws the error of making it */
  peek(): MadeRequest | undefined {
    const [next] = this.#made;
    if (next === undefined && this.#failure !== undefined) throw this.#failure.reason;
    return next;
  }

  /** Removes the next request. */
  shift(): void {
    this.#bodyBytes -= this.#made.shift()?.bodyBytes ?? 0;
  }

  /**
   * Makes requests before a load begins.
   * @param enough continues until this many are made, or their bytes reach the limit
   * @param onProgress called from time to time with the number made
   * @throws the signal's reason when it is aborted; the error of making a request
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
   * Makes more requests, one slice per turn of the event loop, until the limits are reached.
   * @param outside requests that were taken and wait in the transport
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
   * @param outside requests that were taken and wait in the transport
   * @returns whether more can be made, and there is room for it
   */
  makeSlice(outside: RequestAmount = NOTHING): boolean {
    const untilMs = performance.now() + SLICE_MS;
    while (this.#hasRoom(outside)) {
      this.#makeOne();
      if (performance.now() > untilMs) return this.#hasRoom(outside);
    }
    return false;
  }

  /** Makes the bytes of a request outside the plan. */
  make(request: LoadRequest): MadeRequest {
    const prepared = this.#prepare(request);
    return { request, prepared, bodyBytes: prepared.request.body.byteLength };
  }

  /** Stops making requests. */
  end(): void {
    this.#isExhausted = true;
    this.#made.length = 0;
    this.#bodyBytes = 0;
    this.#requests.return?.();
  }

  #hasRoom({ count, bodyBytes }: RequestAmount): boolean {
    if (this.#isExhausted) return false;
    const made = this.#made.length + count;
    // At least one, whatever its size.
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
      // The event loop calls this, and no caller could catch an error: `peek()` throws it.
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
