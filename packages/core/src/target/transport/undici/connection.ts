import { isIP, type Socket } from 'node:net';
import { buildConnector, Client, type Dispatcher } from 'undici';
import { nowNs } from '../../../stream/clock.ts';
import type { HttpRequest } from '../../codec/http-request.ts';
import type { TransportOptions } from '../transport.ts';

type Connect = ReturnType<typeof buildConnector>;

/** Receives the events of a connection. */
export interface ConnectionSink {
  /** A connection had to be opened for a request. */
  readonly onOpened: () => void;
  /** The server ended it while idle, this long after its last response. */
  readonly onIdleEnd: (restedForNs: number) => void;
}

/** One connection, reopened when the server closed it. It serves one request at a time. */
export class Connection {
  readonly #options: TransportOptions;
  readonly #client: Client;
  readonly #connect: Connect;
  readonly #sink: ConnectionSink;
  readonly #localAddress: { readonly localAddress?: string };
  #socket: Socket | undefined;
  /** Start of its idle time; `NaN` while it carries a request. */
  #restedNs = Number.NaN;
  #hasServed = false;
  /** Opened in advance and not used yet. */
  #prepared: Socket | undefined;
  #openedNs = Number.NaN;

  /** @param localAddress the source address; the system's choice when undefined */
  constructor(options: TransportOptions, localAddress: string | undefined, sink: ConnectionSink) {
    this.#options = options;
    this.#sink = sink;
    this.#localAddress = localAddress === undefined ? {} : { localAddress };
    this.#connect = buildConnector({
      timeout: options.connectTimeoutMs,
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      // A name may have addresses of both families.
      ...(localAddress === undefined ? {} : { family: isIP(localAddress) }),
      ...(options.caCertificates === undefined ? {} : { ca: [...options.caCertificates] }),
    });
    this.#client = new Client(originOf(options), {
      connect: (target, callback) => this.#provideSocket(target, callback),
      ...this.#localAddress,
      pipelining: 1,
      maxHeaderSize: options.maxHeaderBytes,
      maxResponseSize: options.maxBodyBytes,
      // The sender limits whole requests.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Opens the connection before a request needs it. */
  prepare(): Promise<void> {
    const { protocol, hostname, port } = this.#options;
    const at = { protocol, hostname, host: hostname, port: String(port) };
    const target = { ...at, ...this.#localAddress };
    return new Promise((resolve, reject) => {
      this.#connect(target, (...[error, socket]) => {
        if (error !== null) {
          reject(error);
          return;
        }
        this.#prepared = socket;
        this.rest(false);
        resolve();
      });
    });
  }

  /** When a connection was opened since the last call, CLOCK_MONOTONIC nanoseconds; `NaN` if none was. */
  takeOpenedNs(): number {
    const openedNs = this.#openedNs;
    this.#openedNs = Number.NaN;
    return openedNs;
  }

  /** Bytes received on the current connection. */
  get bytesRead(): number {
    return this.#socket?.bytesRead ?? 0;
  }

  /** Whether a response arrived in full on the current connection and promised another. */
  get hasServed(): boolean {
    return this.#hasServed;
  }

  /** Idle time, ns; `NaN` while it carries a request, and before it is opened. */
  get restedForNs(): number {
    return nowNs() - this.#restedNs;
  }

  /** The connection becomes idle. @param hasServed whether a response arrived on it in full and promised another */
  rest(hasServed: boolean): void {
    this.#hasServed = hasServed;
    this.#restedNs = nowNs();
  }

  /** A request is about to use it. @returns the idle time, ns; `NaN` if it was not idle */
  wake(): number {
    const { restedForNs } = this;
    this.#restedNs = Number.NaN;
    return restedForNs;
  }

  dispatch(request: HttpRequest, handler: Dispatcher.DispatchHandler): void {
    const { method, path, headers, body } = request;
    // undici computes the length itself and rejects the header.
    const sent = headers.filter(([name]) => name !== 'Content-Length');
    this.#client.dispatch(
      { method, path, headers: sent.flat(), body: body.byteLength === 0 ? null : body },
      handler,
    );
  }

  /** Ends the connection and, silently, the request on it. */
  async destroy(): Promise<void> {
    // A close by Loadcell indicates nothing about the server.
    this.#socket = undefined;
    this.#prepared?.destroy();
    await this.#client.destroy();
  }

  #provideSocket(target: buildConnector.Options, callback: buildConnector.Callback): void {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared !== undefined && !prepared.destroyed) {
      // undici is still in its connect call and accepts no answer before that returns.
      this.#watch(prepared);
      queueMicrotask(() => callback(null, prepared));
      return;
    }
    this.#connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      this.#openedNs = nowNs();
      this.#hasServed = false;
      this.#sink.onOpened();
      this.#watch(socket);
      callback(null, socket);
    });
  }

  #watch(socket: Socket): void {
    this.#socket = socket;
    socket.once('close', () => {
      if (this.#socket !== socket || Number.isNaN(this.#restedNs) || !this.#hasServed) return;
      this.#sink.onIdleEnd(nowNs() - this.#restedNs);
    });
  }
}

function originOf({ protocol, hostname, port }: TransportOptions): string {
  return `${protocol}//${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
