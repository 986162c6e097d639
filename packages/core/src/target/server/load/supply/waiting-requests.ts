import type { RequestAmount } from './made-ahead.ts';

/** Sent at its time, or as soon as a connection is free. */
interface Timed {
  readonly dueNs: number;
  readonly bodyBytes: number;
}

/** Keeps count of the requests of a load that were handed to the transport and wait there to be sent. */
export class WaitingRequests {
  readonly #maxConcurrency: number;
  /** Those without a time that are not over. */
  #untimed = 0;
  #hasUntimed = false;
  #untimedBytes = 0;
  /** Those with a time, in the order of their times. */
  readonly #timed: Timed[] = [];
  #timedBytes = 0;

  /** @param maxConcurrency requests without a time that are in flight at most; the others wait */
  constructor(maxConcurrency: number) {
    this.#maxConcurrency = maxConcurrency;
  }

  add(dueNs: number, bodyBytes: number): void {
    if (Number.isNaN(dueNs)) {
      this.#hasUntimed = true;
      this.#untimed += 1;
      this.#untimedBytes += bodyBytes;
    } else {
      this.#timed.push({ dueNs, bodyBytes });
      this.#timedBytes += bodyBytes;
    }
  }

  /** A request is over. */
  remove(dueNs: number, bodyBytes: number): void {
    if (!Number.isNaN(dueNs)) return;
    this.#untimed -= 1;
    this.#untimedBytes -= bodyBytes;
  }

  /** Those that wait; of requests without a time as many bytes as their share. */
  amount(nowNs: number): RequestAmount {
    while ((this.#timed[0]?.dueNs ?? Infinity) <= nowNs) {
      this.#timedBytes -= this.#timed.shift()?.bodyBytes ?? 0;
    }
    const untimed = Math.max(0, this.#untimed - this.#maxConcurrency);
    const share = untimed === 0 ? 0 : untimed / this.#untimed;
    return {
      count: this.#timed.length + untimed,
      bodyBytes: this.#timedBytes + share * this.#untimedBytes,
    };
  }

  /** Connections that no request is there for, of a load whose requests have no times; 0 of any other. */
  get idle(): number {
    return this.#hasUntimed ? Math.max(0, this.#maxConcurrency - this.#untimed) : 0;
  }
}
