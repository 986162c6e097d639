import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { formatDuration } from '../../../spec/quantity.ts';
import { nowNs } from '../../../stream/clock.ts';
import { LongTimer } from '../../../stream/long-timer.ts';
import { KEPT_HEADERS, type StagedRequest, type TransportRecord } from '../transport.ts';
import { ABANDONED, type TransportFailure } from '../transport-failure.ts';
import { classifyError } from './classify-error.ts';
import type { Connection } from './connection.ts';

/** Receives the events of an exchange. */
export interface ExchangeSink {
  readonly onRecord: (record: TransportRecord) => void;
  /** Called once, after the last record. */
  readonly onOver: (exchange: Exchange) => void;
  /** No descriptor for a connection. @returns whether the request was requeued and this exchange ended unrecorded */
  readonly onNoFile: (exchange: Exchange) => boolean;
  /** Called once after `finish()`: the framing of the response has ended, or never will. */
  readonly onFramed: (exchange: Exchange) => void;
  /**
   * The server ended the connection before the request could use it.
   * @param restedForNs idle time between the last response and the send; `NaN` without a response
   */
  readonly onResend: (restedForNs: number) => void;
}

/** How long a connection may take to complete the framing of a response whose content is over, ms. */
const FRAMING_MS = 100;

/** One request in flight on a connection: turns undici's callbacks into timestamped records. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly id: number;
  readonly connection: Connection;
  readonly #sink: ExchangeSink;
  readonly #staged: StagedRequest;
  readonly #timeoutMs: number;
  #timer: LongTimer | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #isFraming = false;
  #hasResponse = false;
  /** Whether the response header promises that the connection stays open. */
  #promisesMore = false;
  #hasServed = false;
  #begunNs = Number.NaN;
  #wasSent = false;
  #wasResent = false;
  /** Idle time of the connection before this request; `NaN` if it was opened for it. */
  #restedForNs = Number.NaN;
  /** Bytes received on the connection before this request. */
  #bytesBefore = 0;
  /** Whether the next read was delayed by a pause. */
  #isHeldUp = false;

  constructor(
    staged: StagedRequest,
    connection: Connection,
    timeoutMs: number,
    sink: ExchangeSink,
  ) {
    this.id = staged.id;
    this.connection = connection;
    this.#sink = sink;
    this.#staged = staged;
    this.#timeoutMs = timeoutMs;
  }

  begin(): void {
    this.#begunNs = nowNs();
    this.#timer = new LongTimer(() => this.#expire(), this.#timeoutMs);
    this.#restedForNs = this.connection.wake();
    this.connection.dispatch(this.#staged.request, this);
  }

  /** Ends the exchange with a failure caused by the client, and closes the connection. */
  fail(failure: TransportFailure): void {
    if (this.#isOver) return;
    this.#end({ kind: 'failed', id: this.id, atNs: nowNs(), failure });
    this.#controller?.abort(new Error(failure.message));
  }

  /** The response is over by its content: the request ends, and the connection may complete the framing. */
  finish(): void {
    if (this.#isOver) return;
    this.#isFraming = true;
    this.#end({ kind: 'end', id: this.id, atNs: nowNs() });
    const message = 'the server did not complete the HTTP framing in time';
    this.#timer = new LongTimer(() => this.#controller?.abort(new Error(message)), FRAMING_MS);
  }

  /** Whether the response arrived in full and promised that another may follow on the connection. */
  get hasServed(): boolean {
    return this.#hasServed;
  }

  /** Whether the connection still carries the response of an ended request. */
  get isFraming(): boolean {
    return this.#isFraming;
  }

  /** Whether the request reached a connection, so that the connection outlives a failure of the request. */
  get isOnConnection(): boolean {
    return this.#controller !== undefined;
  }

  /** Stops reading until `resume()`. */
  pause(): void {
    if (this.#controller === undefined || this.#controller.paused) return;
    this.#isHeldUp = true;
    this.#controller.pause();
  }

  resume(): void {
    if (this.#controller?.paused === true) this.#controller.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const atNs = nowNs();
    this.#controller = controller;
    if (this.#isOver) {
      controller.abort(new Error('the request ended before it began'));
      return;
    }
    const openedNs = this.connection.takeOpenedNs();
    this.#bytesBefore = this.connection.bytesRead;
    if (!Number.isNaN(openedNs)) this.#restedForNs = Number.NaN;
    if (this.#wasSent) return;
    this.#wasSent = true;
    this.#sink.onRecord({ kind: 'begun', id: this.id, atNs: this.#begunNs });
    if (!Number.isNaN(openedNs)) {
      this.#sink.onRecord({ kind: 'connected', id: this.id, atNs: openedNs });
    }
    this.#sink.onRecord({ kind: 'sent', id: this.id, atNs });
    this.#armCut();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#hasResponse = true;
    this.#promisesMore = promisesMore(headers);
    if (this.#isOver || status < 200) return;
    const kept = KEPT_HEADERS.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, Array.isArray(value) ? value.join('\n') : value] as const];
    });
    this.#sink.onRecord({
      kind: 'head',
      id: this.id,
      atNs: nowNs(),
      status,
      headers: new Map(kept),
    });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const atNs = nowNs();
    if (this.#isOver) return;
    const isDelayed = this.#isHeldUp;
    this.#isHeldUp = false;
    this.#sink.onRecord({ kind: 'body', id: this.id, atNs, bytes: chunk, isDelayed });
  }

  onResponseEnd(): void {
    this.#hasServed = this.#promisesMore;
    this.#endFraming();
    if (!this.#isOver) this.#end({ kind: 'end', id: this.id, atNs: nowNs() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const atNs = nowNs();
    this.#endFraming();
    if (this.#isOver) return;
    const failure = classifyError(error);
    if (failure !== undefined && this.#isStale(failure)) {
      this.#sendAgain(atNs);
      return;
    }
    if (failure?.kind === 'too-many-files' && !this.#wasSent && this.#sink.onNoFile(this)) {
      this.#isOver = true;
      this.#timer?.stop();
      return;
    }
    // Not a network condition; undici would swallow an error thrown here.
    if (failure === undefined) queueMicrotask(() => this.#rethrow(error));
    else this.#end({ kind: 'failed', id: this.id, atNs, failure });
  }

  /** Whether the server ended the connection before any byte of a response: then it is safe to resend. */
  #isStale({ kind }: TransportFailure): boolean {
    if (kind !== 'reset' && kind !== 'closed-early') return false;
    const hasStood = this.#wasSent && !Number.isNaN(this.#restedForNs);
    if (!hasStood || this.#wasResent || this.#hasResponse) return false;
    return this.connection.bytesRead === this.#bytesBefore;
  }

  #sendAgain(atNs: number): void {
    this.#wasResent = true;
    this.#sink.onRecord({ kind: 'resent', id: this.id, atNs });
    this.#sink.onResend(this.connection.hasServed ? this.#restedForNs : Number.NaN);
    // undici is still dropping its socket; a cancellation may arrive before it is done.
    setImmediate(() => {
      if (!this.#isOver) this.connection.dispatch(this.#staged.request, this);
    });
  }

  #endFraming(): void {
    if (!this.#isFraming) return;
    this.#isFraming = false;
    this.#timer?.stop();
    this.#sink.onFramed(this);
  }

  #rethrow(error: Error): never {
    throw error;
  }

  #armCut(): void {
    const { cutAfterMs = Infinity } = this.#staged;
    if (cutAfterMs >= this.#timeoutMs) return;
    this.#timer?.stop();
    this.#timer = new LongTimer(() => this.fail(ABANDONED), cutAfterMs);
  }

  #expire(): void {
    const message = `the request timed out after ${formatDuration(this.#timeoutMs)}`;
    this.fail({ kind: 'timeout', message });
  }

  #end(record: TransportRecord): void {
    this.#isOver = true;
    this.#timer?.stop();
    this.#sink.onRecord(record);
    this.#sink.onOver(this);
  }
}

function promisesMore(headers: IncomingHttpHeaders): boolean {
  const isFramed = 'content-length' in headers || 'transfer-encoding' in headers;
  return isFramed && !/\bclose\b/i.test(headers.connection ?? '');
}
