import type { FollowedRedirect } from '../redirect.ts';
import type { TransportRecord } from '../transport/transport.ts';
import type { TransportFailure } from '../transport/transport-failure.ts';

/** What the transport told of one request. Stamps are CLOCK_MONOTONIC nanoseconds, `NaN` where it never got there. */
export interface ExchangeFacts {
  readonly sentNs: number;
  readonly connectedNs: number;
  /** When the head of the answer was whole. */
  readonly firstByteNs: number;
  /** When the answer was whole, or the request failed. */
  readonly endNs: number;
  /** `NaN` when no head came. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Times the transport sent it again on a fresh connection. */
  readonly resends: number;
  /** Reads whose stamps may be late because we were. */
  readonly delayedReads: number;
  readonly failure?: TransportFailure;
  /** Redirects that were followed before it came to this; none when absent. */
  readonly redirects?: readonly FollowedRedirect[];
}

/** Takes the body of an answer. */
export interface BodySink {
  push(bytes: Uint8Array, atNs: number): void;
}

/** Gathers the records of one request; what the body is for is decided when its head is there. */
export class ExchangeLog {
  readonly #makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink;
  #sink: BodySink | undefined;
  #facts: ExchangeFacts = {
    sentNs: Number.NaN,
    connectedNs: Number.NaN,
    firstByteNs: Number.NaN,
    endNs: Number.NaN,
    status: Number.NaN,
    headers: new Map(),
    resends: 0,
    delayedReads: 0,
  };

  constructor(makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink) {
    this.#makeSink = makeSink;
  }

  get facts(): ExchangeFacts {
    return this.#facts;
  }

  /** @returns whether it was the last */
  take(record: TransportRecord): boolean {
    const { atNs } = record;
    switch (record.kind) {
      case 'connected':
        this.#facts = { ...this.#facts, connectedNs: atNs };
        return false;
      case 'sent':
        this.#facts = { ...this.#facts, sentNs: atNs };
        return false;
      case 'head': {
        const { status, headers } = record;
        this.#facts = { ...this.#facts, firstByteNs: atNs, status, headers };
        this.#sink = this.#makeSink(status, headers);
        return false;
      }
      case 'body':
        if (record.isDelayed) {
          this.#facts = { ...this.#facts, delayedReads: this.#facts.delayedReads + 1 };
        }
        this.#sink?.push(record.bytes, atNs);
        return false;
      case 'end':
        this.#facts = { ...this.#facts, endNs: atNs };
        return true;
      case 'failed':
        this.#facts = { ...this.#facts, endNs: atNs, failure: record.failure };
        return true;
    }
  }
}
