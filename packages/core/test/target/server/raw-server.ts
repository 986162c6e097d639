import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Called when a request is complete; writes any bytes. */
export type RawScript = (request: RawRequest, socket: Socket) => void;

/** How to listen. */
export interface RawServerOptions {
  readonly onConnect?: (socket: Socket) => void;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A unix socket, in place of a port of 127.0.0.1. */
  readonly socketPath?: string;
  readonly port?: number;
}

/** A server that knows only TCP: tests write HTTP, or anything else. */
export class RawServer {
  readonly requests: RawRequest[] = [];
  connectionCount = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: RawServerOptions;

  private constructor(script: RawScript, options: RawServerOptions) {
    this.#options = options;
    const accept = (socket: Socket): void => this.#accept(socket, script);
    this.#server =
      options.tls === undefined ? createServer(accept) : createTlsServer(options.tls, accept);
    // A handshake that fails is what some tests are about.
    this.#server.on('tlsClientError', () => {});
  }

  static async listen(script: RawScript, options: RawServerOptions = {}): Promise<RawServer> {
    const server = new RawServer(script, options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      if (options.socketPath === undefined) {
        server.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
      } else {
        server.#server.listen(options.socketPath, resolve);
      }
    });
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    return isInet(address) ? address.port : 0;
  }

  get url(): string {
    const { tls, socketPath } = this.#options;
    if (socketPath !== undefined) return `unix:${socketPath}`;
    return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** Resets every connection, and accepts no other. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket, script: RawScript): void {
    this.connectionCount += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // Clients that break off are what some tests are about.
    socket.on('error', () => {});
    this.#options.onConnect?.(socket);
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      for (let whole = takeRequest(received); whole !== undefined; whole = takeRequest(received)) {
        received = whole.rest;
        this.requests.push(whole.request);
        script(whole.request, socket);
      }
    });
  }
}

function isInet(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function takeRequest(
  received: string,
): { readonly request: RawRequest; readonly rest: string } | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [first = '', ...lines] = received.slice(0, headEnd).split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const bodyEnd = headEnd + 4 + Number(headers.get('content-length') ?? 0);
  if (received.length < bodyEnd) return undefined;
  const body = Buffer.from(received.slice(headEnd + 4, bodyEnd), 'latin1').toString('utf8');
  return { request: { method, path, headers, body }, rest: received.slice(bodyEnd) };
}

/** A complete response with a length. */
export function response(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Words\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines.join('')}\r\n${body}`;
}

/** The head of a response that comes in chunks. */
export const CHUNKED_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** One chunk. */
export function chunk(body: string): string {
  return `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
}

export const LAST_CHUNK = '0\r\n\r\n';
