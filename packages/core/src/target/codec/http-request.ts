import { Buffer } from 'node:buffer';
import { ConfigError } from '../../spec/error/errors.ts';

/** One complete HTTP request: the transport adds nothing to it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash. */
  readonly path: string;
  /** Names and values in sending order, Host and Content-Length included. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /**
   * Index of the replica that it goes to. With several replicas and none named, it goes to the one with the fewest requests in
   * flight when it is sent, whose Host header replaces the one here.
   */
  readonly replica?: number;
}

/** Where requests go and what all of them carry. */
export interface HttpOrigin {
  /** As in the Host header: name and port, without the port if it is the default of the scheme. */
  readonly host: string;
  /** Prefix of every path, such as `/proxy`; empty, or with a leading and without a trailing slash. */
  readonly basePath: string;
  /** Index of the replica, as in `HttpRequest`; absent for one server. */
  readonly replica?: number;
  /** Sent as a bearer token; kept nowhere else and in no message. */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Header values that no message may contain. */
  readonly secrets?: readonly string[];
}

/** RFC 9110: a token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible ASCII, spaces and tabs: a value cannot contain a line end. */
const HEADER_VALUE = /^[\t\u0020-\u007E]*$/;
const PATH = /^\/[\u0021-\u007E]*$/;

/** Headers that set the length or destination of the message: they are made here. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding']);

/**
 * Makes a request with a JSON body.
 * @param accept media type of the response
 * @throws {ConfigError} when a header or the path cannot be sent
 */
export function jsonRequest(
  origin: HttpOrigin,
  path: string,
  body: unknown,
  accept: string,
): HttpRequest {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  return bodyRequest(origin, path, { bytes, contentType: 'application/json', accept });
}

/** A body and its media type. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Media type of the response. */
  readonly accept: string;
}

/** Makes a request with a body of any type. @throws {ConfigError} when a header or the path cannot be sent */
export function bodyRequest(
  origin: HttpOrigin,
  path: string,
  { bytes, contentType, accept }: RequestBody,
): HttpRequest {
  const headers = headersOf(origin, accept);
  headers.push(['Content-Type', contentType]);
  headers.push(['Content-Length', String(bytes.byteLength)]);
  return {
    method: 'POST',
    path: checkPath(origin.basePath + path),
    headers,
    body: bytes,
    ...replicaOf(origin),
  };
}

/** Makes a request without a body. @throws {ConfigError} when a header or the path cannot be sent */
export function getRequest(origin: HttpOrigin, path: string, accept: string): HttpRequest {
  return {
    method: 'GET',
    path: checkPath(origin.basePath + path),
    headers: headersOf(origin, accept),
    body: new Uint8Array(0),
    ...replicaOf(origin),
  };
}

function replicaOf({ replica }: HttpOrigin): Pick<HttpRequest, 'replica'> {
  return replica === undefined ? {} : { replica };
}

function headersOf(origin: HttpOrigin, accept: string): (readonly [string, string])[] {
  const own = ownHeaders(origin, accept);
  if (origin.headers === undefined) return own;
  const extra = Object.entries(origin.headers);
  for (const [name, value] of extra) checkHeader(name, value);
  const given = new Set(extra.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !given.has(name.toLowerCase())), ...extra];
}

/** The headers of every request. */
function ownHeaders({ host, apiKey }: HttpOrigin, accept: string): (readonly [string, string])[] {
  const own: (readonly [string, string])[] = [
    ['Host', host],
    ['User-Agent', 'loadcell'],
    ['Accept', accept],
    // A compressed stream arrives in bursts made by the compressor.
    ['Accept-Encoding', 'identity'],
  ];
  if (apiKey !== undefined) {
    checkApiKey(apiKey);
    own.push(...Object.entries(keyHeader(apiKey)));
  }
  return own;
}

/** The header that carries the API key. */
export function keyHeader(apiKey: string): { readonly Authorization: string } {
  return { Authorization: `Bearer ${apiKey}` };
}

/** @throws {ConfigError} when the key cannot be sent */
export function checkApiKey(key: string): void {
  if (HEADER_VALUE.test(key)) return;
  throw new ConfigError(
    'the API key contains a character not allowed in a header: expected ASCII on one line',
    {
      help: 'check the environment variable that holds it for other characters or a line break inside',
    },
  );
}

/** @throws {ConfigError} when a header cannot be sent, or is derived from the request */
export function checkHeader(name: string, value: string): void {
  if (OWN_HEADERS.has(name.toLowerCase())) {
    throw new ConfigError(`the header "${name}" is set by Loadcell`, { help: 'remove it' });
  }
  if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) return;
  throw new ConfigError(
    `the header "${name}" cannot be sent: expected a name of letters, digits and dashes, and a value of ASCII on one line`,
  );
}

function checkPath(path: string): string {
  if (PATH.test(path)) return path;
  throw new ConfigError(
    `invalid request path "${path}": expected a leading slash and visible ASCII (others as %XX)`,
  );
}

/** The bytes of an HTTP/1.1 request. */
export function serializeHttpRequest(request: HttpRequest): Uint8Array {
  let head = `${request.method} ${request.path} HTTP/1.1\r\n`;
  for (const [name, value] of request.headers) head += `${name}: ${value}\r\n`;
  head += '\r\n';
  const bytes = Buffer.allocUnsafe(head.length + request.body.length);
  bytes.write(head, 'latin1');
  bytes.set(request.body, head.length);
  return bytes;
}
