import type { BodyStanding } from '../../codec/body-standing.ts';
import type { FollowedRedirect } from '../../redirect.ts';
import type { TransportRecord } from '../../transport/transport.ts';
import type { TransportFailure } from '../../transport/transport-failure.ts';

/** What the transport reports of one request. Stamps are CLOCK_MONOTONIC nanoseconds, `NaN` where it never got there. */
export interface ExchangeFacts {
  /** When its turn came, before any connection was opened for it; absent where that is not known. */
  readonly begunNs?: number;
  /** First sending; `NaN` for a request that was never sent, however it ended. */
  readonly sentNs: number;
  readonly connectedNs: number;
  /** When the head of the answer was whole. */
  readonly firstByteNs: number;
  /** When the answer was over, by its content where that says so, or when the request failed. */
  readonly endNs: number;
  /** `NaN` when no head came. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Times the transport sent it again on a fresh connection. */
  readonly resends: number;
  /** Reads whose stamps may be late because we were. */
  readonly delayedReads: number;
  /** The answer was over by its content, and its body did not end as HTTP says it should. */
  readonly isCut?: true;
  readonly failure?: TransportFailure;
  /** Redirects that were followed before it came to this; none when absent. */
  readonly redirects?: readonly FollowedRedirect[];
}

/** Takes the body of an answer. */
export interface BodySink {
  push(bytes: Uint8Array, atNs: number): void;
  /** Absent where only HTTP says when the body is over. */
  readonly standing?: BodyStanding;
  /** Stamp of the read that brought its last event; `NaN` before the first. */
  readonly lastEventNs?: number;
}

/** How an exchange stands after a record; `ended` after its last one. */
export type ExchangeStanding = BodyStanding | 'ended';

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

  /** Stamp of the read that brought the last event of the body; `NaN` before the first. */
  get lastEventNs(): number {
    return this.#sink?.lastEventNs ?? Number.NaN;
  }

  /** @returns how the exchange stands then */
  take(record: TransportRecord): ExchangeStanding {
    const { atNs } = record;
    switch (record.kind) {
      case 'begun':
        this.#facts = { ...this.#facts, begunNs: atNs };
        break;
      case 'connected':
        this.#facts = { ...this.#facts, connectedNs: atNs };
        break;
      case 'sent':
        this.#facts = { ...this.#facts, sentNs: atNs };
        break;
      case 'resent':
        this.#facts = { ...this.#facts, resends: this.#facts.resends + 1 };
        break;
      case 'head': {
        const { status, headers } = record;
        this.#facts = { ...this.#facts, firstByteNs: atNs, status, headers };
        this.#sink = this.#makeSink(status, headers);
        break;
      }
      case 'body':
        this.#takeBody(record);
        break;
      case 'end':
        this.#end(atNs);
        return 'ended';
      case 'failed':
        this.#end(atNs, record.failure);
        return 'ended';
    }
    return this.#standing;
  }

  get #standing(): BodyStanding {
    return this.#sink?.standing ?? 'open';
  }

  #takeBody({ bytes, atNs, isDelayed }: Extract<TransportRecord, { kind: 'body' }>): void {
    // What follows the end of an answer is none of it.
    if (this.#standing === 'over') return;
    if (isDelayed) {
      this.#facts = { ...this.#facts, delayedReads: this.#facts.delayedReads + 1 };
    }
    this.#sink?.push(bytes, atNs);
  }

  /** An answer that is over by its content ended with its last event, whatever became of its connection afterwards. */
  #end(atNs: number, failure?: TransportFailure): void {
    if (this.#standing === 'open') {
      this.#facts = { ...this.#facts, endNs: atNs, ...(failure === undefined ? {} : { failure }) };
      return;
    }
    const endNs = this.lastEventNs;
    this.#facts = { ...this.#facts, endNs, ...(failure === undefined ? {} : { isCut: true }) };
  }
}
