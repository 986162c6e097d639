import type { RequestAmount } from './made-ahead.ts';

/** A request with a scheduled start. */
interface Timed {
  readonly scheduledNs: number;
  readonly bodyBytes: number;
}

/** Counts the requests of a load that wait in the transport to be sent. */
export class WaitingRequests {
  readonly #maxConcurrency: number;
  /** Unfinished requests without a scheduled start. */
  #untimed = 0;
  #hasUntimed = false;
  #untimedBytes = 0;
  /** Requests with a scheduled start, in that order. */
  readonly #timed: Timed[] = [];
  #timedBytes = 0;

  /** @param maxConcurrency maximum requests without a scheduled start in flight; the others wait */
  constructor(maxConcurrency: number) {
    this.#maxConcurrency = maxConcurrency;
  }

  add(scheduledNs: number, bodyBytes: number): void {
    if (Number.isNaN(scheduledNs)) {
      this.#hasUntimed = true;
      this.#untimed += 1;
      this.#untimedBytes += bodyBytes;
    } else {
      this.#timed.push({ scheduledNs, bodyBytes });
      this.#timedBytes += bodyBytes;
    }
  }

  /** Removes a finished request. */
  remove(scheduledNs: number, bodyBytes: number): void {
    if (!Number.isNaN(scheduledNs)) return;
    this.#untimed -= 1;
    this.#untimedBytes -= bodyBytes;
  }

  /** Requests that wait; the bytes of those without a scheduled start are their share of all such bytes. */
  amount(nowNs: number): RequestAmount {
    while ((this.#timed[0]?.scheduledNs ?? Infinity) <= nowNs) {
      this.#timedBytes -= this.#timed.shift()?.bodyBytes ?? 0;
    }
    const untimed = Math.max(0, this.#untimed - this.#maxConcurrency);
    const share = untimed === 0 ? 0 : untimed / this.#untimed;
    return {
      count: this.#timed.length + untimed,
      bodyBytes: this.#timedBytes + share * this.#untimedBytes,
    };
  }

  /** Connections of a closed loop that have no request; 0 for an open loop. */
  get idle(): number {
    return this.#hasUntimed ? Math.max(0, this.#maxConcurrency - this.#untimed) : 0;
  }
}
