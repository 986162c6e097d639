import type { BodyStanding } from '../../codec/body-standing.ts';
import type { FollowedRedirect } from '../../redirect.ts';
import type { PathLosses, SendPath, TransportRecord } from '../../transport/transport.ts';
import type { TransportFailure } from '../../transport/transport-failure.ts';

/** What the transport reports about one request. Timestamps are CLOCK_MONOTONIC nanoseconds, `NaN` where it never got that far. */
export interface ExchangeFacts {
  /** When its turn came, before a connection was opened for it; absent where unknown. */
  readonly begunNs?: number;
  /** First send; `NaN` for a request that was never sent. */
  readonly sentNs: number;
  readonly connectedNs: number;
  /** When the response header was complete. */
  readonly firstByteNs: number;
  /** End of the response, by its content where that marks it, or of the failed request. */
  readonly endNs: number;
  /** `NaN` without a response header. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Number of resends on a new connection. */
  readonly resends: number;
  /** Reads whose timestamps may be late because the client was. */
  readonly delayedReads: number;
  /** Longest time from an arrival by the kernel to its read; `NaN` where a read has no timestamp of the kernel, absent before the first. */
  readonly readLatenessNs?: number;
  /** The path of the request; absent where the client cannot know it. */
  readonly path?: SendPath;
  /** When the last byte of a long request left, before its response began; absent where unknown. */
  readonly departedNs?: number;
  readonly losses?: PathLosses;
  /** Index of the replica that it went to; absent where there is one server, or none was chosen. */
  readonly replica?: number;
  /** The content was complete, but the body did not end as HTTP requires. */
  readonly isCut?: true;
  readonly failure?: TransportFailure;
  /** Redirects that were followed; none when absent. */
  readonly redirects?: readonly FollowedRedirect[];
}

/** Receives the body of a response. */
export interface BodySink {
  /**
   * @param afterNs all bytes arrived after this time; `atNs` when absent
   * @param doubtNs the first arrived at most this long before the last, as far as the client is the cause; 0 when absent
   */
  push(bytes: Uint8Array, atNs: number, afterNs?: number, doubtNs?: number): void;
  /** Absent where only HTTP marks the end of the body. */
  readonly standing?: BodyStanding;
  /** Timestamp of the read that completed its last event; `NaN` before the first. */
  readonly lastEventNs?: number;
}

type LastRecord = Extract<TransportRecord, { kind: 'end' | 'failed' }>;

/** State of an exchange after a record; `ended` after its last one. */
export type ExchangeStanding = BodyStanding | 'ended';

type Mutable<Facts> = { -readonly [Field in keyof Facts]: Facts[Field] };

/** The headers of a response that has not come. */
const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** Collects the records of one request; the receiver of its body is chosen when the header is there. */
export class ExchangeLog {
  readonly #makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink;
  #sink: BodySink | undefined;
  /** Changes only with the body. */
  #standing: BodyStanding = 'open';
  readonly #facts: Mutable<ExchangeFacts> = {
    sentNs: Number.NaN,
    connectedNs: Number.NaN,
    firstByteNs: Number.NaN,
    endNs: Number.NaN,
    status: Number.NaN,
    headers: NO_HEADERS,
    resends: 0,
    delayedReads: 0,
  };

  constructor(makeSink: (status: number, headers: ReadonlyMap<string, string>) => BodySink) {
    this.#makeSink = makeSink;
  }

  /** So far: they change with the next record. */
  get facts(): ExchangeFacts {
    return this.#facts;
  }

  /** Timestamp of the read that completed the last event of the body; `NaN` before the first. */
  get lastEventNs(): number {
    return this.#sink?.lastEventNs ?? Number.NaN;
  }

  /** @returns the state of the exchange after it */
  take(record: TransportRecord): ExchangeStanding {
    const { atNs } = record;
    switch (record.kind) {
      case 'begun':
        this.#facts.begunNs = atNs;
        break;
      case 'connected':
        this.#facts.connectedNs = atNs;
        break;
      case 'sent':
        this.#facts.sentNs = atNs;
        if (record.path !== undefined) this.#facts.path = record.path;
        if (record.replica !== undefined) this.#facts.replica = record.replica;
        break;
      case 'departed':
        if (Number.isNaN(this.#facts.firstByteNs)) this.#facts.departedNs = atNs;
        break;
      case 'resent':
        this.#facts.resends += 1;
        break;
      case 'head': {
        const { status, headers } = record;
        this.#facts.firstByteNs = atNs;
        this.#facts.status = status;
        this.#facts.headers = headers;
        this.#sink = this.#makeSink(status, headers);
        break;
      }
      case 'body':
        this.#takeBody(record);
        break;
      case 'end':
        this.#end(record);
        return 'ended';
      case 'failed':
        if (record.replica !== undefined) this.#facts.replica = record.replica;
        this.#end(record, record.failure);
        return 'ended';
    }
    return this.#standing;
  }

  #takeBody({ bytes, atNs, isDelayed, read }: Extract<TransportRecord, { kind: 'body' }>): void {
    // Bytes after the end of a response are not part of it.
    if (this.#standing === 'over') return;
    if (isDelayed) this.#facts.delayedReads += 1;
    const latenessNs = (read?.returnedNs ?? Number.NaN) - atNs;
    this.#facts.readLatenessNs = Math.max(this.#facts.readLatenessNs ?? 0, latenessNs);
    this.#sink?.push(bytes, atNs, read?.afterNs, read?.doubtNs);
    this.#standing = this.#sink?.standing ?? 'open';
  }

  /** A response with complete content ended with its last event, whatever happened to its connection afterwards. */
  #end({ atNs, losses }: LastRecord, failure?: TransportFailure): void {
    if (losses !== undefined) this.#facts.losses = losses;
    if (this.#standing === 'open') {
      this.#facts.endNs = atNs;
      if (failure !== undefined) this.#facts.failure = failure;
      return;
    }
    this.#facts.endNs = this.lastEventNs;
    if (failure !== undefined) this.#facts.isCut = true;
  }
}
