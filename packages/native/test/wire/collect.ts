import { setTimeout as delay } from 'node:timers/promises';
import { WIRE_EVENT, WIRE_FLAG, wireFailureOf, type NativeWire } from '../../src/index.ts';

/** What the rows told of one request. */
export interface Collected {
  kinds: number[];
  head: string;
  body: string;
  /** Stamps of its rows, in order. */
  atNs: number[];
  status: number;
  failure: string;
  detail: number;
  scheduledNs: number;
  sentNs: number;
  connectedNs: number;
  firstByteNs: number;
  endNs: number;
  bodyBytes: number;
  readDelayed: boolean;
  longestReadDelayNs: number;
  outcome: 'end' | 'failed' | 'dropped' | undefined;
}

function blank(): Collected {
  return {
    kinds: [],
    head: '',
    body: '',
    atNs: [],
    status: 0,
    failure: 'none',
    detail: 0,
    scheduledNs: Number.NaN,
    sentNs: Number.NaN,
    connectedNs: Number.NaN,
    firstByteNs: Number.NaN,
    endNs: Number.NaN,
    bodyBytes: Number.NaN,
    readDelayed: false,
    longestReadDelayNs: 0,
    outcome: undefined,
  };
}

const OUTCOMES = new Map([
  [WIRE_EVENT.end, 'end'],
  [WIRE_EVENT.failed, 'failed'],
  [WIRE_EVENT.dropped, 'dropped'],
] as const);

/** Drains a wire and keeps what came, by request. */
export class Collector {
  readonly requests = new Map<number, Collected>();
  readonly #wire: NativeWire;
  #ended = 0;

  constructor(wire: NativeWire) {
    this.#wire = wire;
  }

  get ended(): number {
    return this.#ended;
  }

  of(id: number): Collected {
    const known = this.requests.get(id) ?? blank();
    this.requests.set(id, known);
    return known;
  }

  /** @returns whether there was anything */
  drain(): boolean {
    const batch = this.#wire.drain();
    for (let row = 0; row < batch.count; row++) this.#take(batch, row);
    return batch.count > 0;
  }

  /** Resolves when so many requests have ended; looks every so many milliseconds. */
  async untilEnded(count: number, periodMs = 1): Promise<void> {
    for (this.drain(); this.#ended < count; this.drain()) await delay(periodMs);
  }

  #take(batch: ReturnType<NativeWire['drain']>, row: number): void {
    const request = this.of(at(batch.requestId, row));
    const kind = at(batch.kind, row);
    request.kinds.push(kind);
    request.atNs.push(at(batch.atNs, row));
    if (kind === WIRE_EVENT.head || kind === WIRE_EVENT.body) {
      const text = Buffer.from(
        batch.bytes.subarray(at(batch.byteStart, row), at(batch.byteEnd, row)),
      ).toString('latin1');
      if (kind === WIRE_EVENT.head) request.head += text;
      else request.body += text;
      const delayNs = at(batch.readDelayNs, row);
      request.longestReadDelayNs = Math.max(request.longestReadDelayNs, delayNs);
      return;
    }
    request.scheduledNs = at(batch.scheduledNs, row);
    request.sentNs = at(batch.sentNs, row);
    request.connectedNs = at(batch.connectedNs, row);
    if (kind === WIRE_EVENT.sent) return;
    request.status = at(batch.status, row);
    request.failure = wireFailureOf(at(batch.failure, row));
    request.detail = at(batch.detail, row);
    request.firstByteNs = at(batch.firstByteNs, row);
    request.endNs = at(batch.atNs, row);
    request.bodyBytes = at(batch.bodyBytes, row);
    request.readDelayed = (at(batch.flags, row) & WIRE_FLAG.readDelayed) !== 0;
    for (const [known, outcome] of OUTCOMES) if (known === kind) request.outcome = outcome;
    this.#ended++;
  }
}

function at(column: ArrayLike<number>, row: number): number {
  return column[row] ?? Number.NaN;
}

/** CLOCK_MONOTONIC. */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** The bytes of a request without a body. */
export function get(path = '/'): Uint8Array {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
}

/** The bytes of a request with a body of JSON. */
export function post(path: string, value: unknown): Uint8Array {
  const body = JSON.stringify(value);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** The bytes of a request for a streamed chat. */
export function chat(tokens?: number): Uint8Array {
  return post('/v1/chat/completions', {
    model: 'mock',
    stream: true,
    messages: [{ role: 'user', content: 'a b c' }],
    ...(tokens === undefined ? {} : { max_tokens: tokens }),
  });
}
