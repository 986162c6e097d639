import type { Socket } from 'node:net';
import { buildConnector, Client, type Dispatcher } from 'undici';
import { nowNs } from '../../../stream/clock.ts';
import type { HttpRequest } from '../../codec/http-request.ts';
import type { TransportOptions } from '../transport.ts';

type Connect = ReturnType<typeof buildConnector>;

/** One connection, opened again when the server closed it. It serves one request at a time. */
export class Connection {
  readonly #options: TransportOptions;
  readonly #client: Client;
  readonly #connect: Connect;
  readonly #onOpened: () => void;
  /** Opened beforehand and not used yet. */
  #prepared: Socket | undefined;
  #openedNs = Number.NaN;

  /** @param onOpened called when a connection had to be opened for a request */
  constructor(options: TransportOptions, onOpened: () => void) {
    this.#options = options;
    this.#onOpened = onOpened;
    this.#connect = buildConnector({
      timeout: options.connectTimeoutMs,
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
      ...(options.certificateAuthorities === undefined
        ? {}
        : { ca: [...options.certificateAuthorities] }),
    });
    this.#client = new Client(originOf(options), {
      connect: (target, callback) => this.#provideSocket(target, callback),
      pipelining: 1,
      maxHeaderSize: options.maxHeaderBytes,
      maxResponseSize: options.maxBodyBytes,
      // The sender bounds whole requests.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Opens the connection before a request needs it. */
  prepare(): Promise<void> {
    const { protocol, hostname, port } = this.#options;
    const target = { protocol, hostname, host: hostname, port: String(port) };
    return new Promise((resolve, reject) => {
      this.#connect(target, (...[error, socket]) => {
        if (error !== null) {
          reject(error);
          return;
        }
        this.#prepared = socket;
        resolve();
      });
    });
  }

  /** When a connection was opened since the last call, CLOCK_MONOTONIC nanoseconds; `NaN` when none was. */
  takeOpenedNs(): number {
    const openedNs = this.#openedNs;
    this.#openedNs = Number.NaN;
    return openedNs;
  }

  dispatch(request: HttpRequest, handler: Dispatcher.DispatchHandler): void {
    const { method, path, headers, body } = request;
    // The length is counted by undici, which refuses to be told.
    const sent = headers.filter(([name]) => name !== 'Content-Length');
    this.#client.dispatch(
      { method, path, headers: sent.flat(), body: body.byteLength === 0 ? null : body },
      handler,
    );
  }

  /** Ends the connection, and the request on it without a word. */
  async destroy(): Promise<void> {
    this.#prepared?.destroy();
    await this.#client.destroy();
  }

  #provideSocket(target: buildConnector.Options, callback: buildConnector.Callback): void {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared !== undefined && !prepared.destroyed) {
      // undici is in the middle of asking, and takes no answer before it is through.
      queueMicrotask(() => callback(null, prepared));
      return;
    }
    this.#connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      this.#openedNs = nowNs();
      this.#onOpened();
      callback(null, socket);
    });
  }
}

function originOf({ protocol, hostname, port }: TransportOptions): string {
  return `${protocol}//${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
