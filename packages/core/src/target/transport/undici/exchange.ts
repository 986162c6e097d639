import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { nowNs } from '../../../stream/clock.ts';
import { KEPT_HEADERS, type StagedRequest, type TransportRecord } from '../transport.ts';
import type { TransportFailure } from '../transport-failure.ts';
import { classifyError } from './classify-error.ts';
import type { Connection } from './connection.ts';

/** What an exchange reports to. */
export interface ExchangeSink {
  readonly onRecord: (record: TransportRecord) => void;
  /** Called once, after the last record. */
  readonly onOver: (exchange: Exchange) => void;
}

/** One request under way on a connection: turns what undici calls into stamped records. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly id: number;
  readonly connection: Connection;
  readonly #sink: ExchangeSink;
  readonly #staged: StagedRequest;
  readonly #timeoutMs: number;
  #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  /** Whether the next read was held up. */
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
    this.#timer = setTimeout(() => this.#expire(), this.#timeoutMs);
    this.connection.dispatch(this.#staged.request, this);
  }

  /** Ends the exchange with a failure that is ours; the connection goes with it. */
  fail(failure: TransportFailure): void {
    if (this.#isOver) return;
    this.#end({ kind: 'failed', id: this.id, atNs: nowNs(), failure });
    this.#controller?.abort(new Error(failure.message));
  }

  /** Whether the request reached a connection, so that the connection outlives its failure. */
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
      controller.abort(new Error('It was over before it began.'));
      return;
    }
    const openedNs = this.connection.takeOpenedNs();
    if (!Number.isNaN(openedNs)) {
      this.#sink.onRecord({ kind: 'connected', id: this.id, atNs: openedNs });
    }
    this.#sink.onRecord({ kind: 'sent', id: this.id, atNs });
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (this.#isOver || status < 200) return;
    const kept = KEPT_HEADERS.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
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
    if (!this.#isOver) this.#end({ kind: 'end', id: this.id, atNs: nowNs() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const atNs = nowNs();
    if (this.#isOver) return;
    const failure = classifyError(error);
    // Not a condition of the network: undici would swallow what is thrown here.
    if (failure === undefined) queueMicrotask(() => this.#rethrow(error));
    else this.#end({ kind: 'failed', id: this.id, atNs, failure });
  }

  #rethrow(error: Error): never {
    throw error;
  }

  #expire(): void {
    const message = `The answer was not whole after ${this.#timeoutMs} ms, the longest that a request may take.`;
    this.fail({ kind: 'timeout', message });
  }

  #end(record: TransportRecord): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#sink.onRecord(record);
    this.#sink.onOver(this);
  }
}
