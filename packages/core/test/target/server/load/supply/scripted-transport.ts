import type {
  StagedRequest,
  Transport,
  TransportAccount,
  TransportListener,
  TransportRecord,
} from '../../../../../src/target/transport/transport.ts';
import { NO_LIMIT } from '../../../../../src/spec/quality/client-usage.ts';
import { nowNs } from '../../../../../src/stream/clock.ts';

const ACCOUNT: TransportAccount = {
  clock: 'native',
  connectionsOpenedBefore: 0,
  connectionsOpenedDuring: 0,
  freshConnections: 0,
  resends: 0,
  limit: NO_LIMIT,
  delayedReads: 0,
  busyRatio: 0,
};

const HEADERS = new Map([['content-type', 'text/event-stream']]);
const BODY = new TextEncoder().encode(
  'data: {"choices":[{"delta":{"content":"one"}}]}\n\ndata: [DONE]\n\n',
);

/** A transport without a network: requests are sent in order, and end when the test says so. */
export class ScriptedTransport implements Transport {
  readonly clock = 'native';
  readonly #listener: TransportListener;
  readonly #connections: number;
  #waiting: StagedRequest[] = [];
  #inFlight: StagedRequest[] = [];
  #hasEndedSending = false;
  /** Bytes of bodies that were waiting at any time, at most. */
  mostWaitingBytes = 0;
  /** Number of calls that handed over requests. */
  handOvers = 0;
  /** Of the requests so far: whether something is sent because of their end. */
  readonly awaited: boolean[] = [];

  constructor(connections: number, listener: TransportListener) {
    this.#connections = connections;
    this.#listener = listener;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get inFlight(): number {
    return this.#inFlight.length;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  stage(requests: readonly StagedRequest[]): void {
    this.handOvers += 1;
    this.awaited.push(...requests.map(({ isUnawaited = false }) => !isUnawaited));
    this.#waiting.push(...requests);
    this.#report(this.#send());
    const bytes = this.#waiting.reduce((sum, { request }) => sum + request.body.byteLength, 0);
    this.mostWaitingBytes = Math.max(this.mostWaitingBytes, bytes);
  }

  /** The server responds to every request in flight. @returns how many others were sent in their place */
  respond(): number {
    const over = this.#inFlight;
    this.#inFlight = [];
    const sent = this.#send();
    this.#report([...over.flatMap((one) => this.#end(one)), ...sent]);
    return sent.length;
  }

  finish(): void {}

  closeIdle(): void {}

  cancel(): void {
    const all = [...this.#inFlight, ...this.#waiting];
    this.#inFlight = [];
    this.#waiting = [];
    this.#report(all.map((one) => this.#fail(one, 'cancelled')));
  }

  endSending(): void {
    this.#hasEndedSending = true;
    const dropped = this.#waiting;
    this.#waiting = [];
    this.#report(dropped.map((one) => this.#fail(one, 'dropped')));
  }

  account(): Promise<TransportAccount> {
    return Promise.resolve(ACCOUNT);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #send(): TransportRecord[] {
    const free = this.#hasEndedSending ? 0 : this.#connections - this.#inFlight.length;
    const sent = this.#waiting.splice(0, free);
    this.#inFlight.push(...sent);
    return sent.map(({ id }) => ({ kind: 'sent', id, atNs: nowNs() }));
  }

  /** A whole response of one word. */
  #end({ id }: StagedRequest): TransportRecord[] {
    const atNs = nowNs();
    return [
      { kind: 'head', id, atNs, status: 200, headers: HEADERS },
      { kind: 'body', id, atNs, bytes: BODY, isDelayed: false },
      { kind: 'end', id, atNs },
    ];
  }

  #fail({ id }: StagedRequest, kind: 'cancelled' | 'dropped'): TransportRecord {
    return { kind: 'failed', id, atNs: nowNs(), failure: { kind, message: '' } };
  }

  /** As a real one, never while it is called. */
  #report(records: readonly TransportRecord[]): void {
    if (records.length > 0) setImmediate(() => this.#listener.onRecords(records));
  }
}
