import { formatDuration } from '../../../spec/quantity.ts';
import { TransportError } from '../../transport/transport-error.ts';
import {
  REFUSED_HELP,
  OWN_LIMIT_HELP,
  type TransportFailureKind,
} from '../../transport/transport-failure.ts';
import type { Endpoint } from '../session/endpoint.ts';
import { ignoredProxy } from './ignored-proxy.ts';
import { speaksPlainHttp, speaksTls } from './speaks-tls.ts';

/** The connection that failed. */
export interface Attempt {
  /** As the user wrote it. */
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly connectTimeoutMs: number;
}

/** Short reasons for failures, where those of the system are long. */
const REASONS: Partial<Readonly<Record<TransportFailureKind, string>>> = {
  refused: 'connection refused',
  reset: 'the server reset the connection',
  'closed-early': 'the server closed the connection without a response',
};

const HELP: Partial<Readonly<Record<TransportFailureKind, string>>> = {
  dns: 'correct the host name in --url',
  unreachable: 'check the address in --url and the route to it',
  'connect-timeout': 'check the host and port in --url, or raise target.connectTimeout',
  timeout: 'check the server log, or raise target.connectTimeout',
  protocol: 'check the port in --url: it has to speak HTTP/1.1',
  reset: 'check the port in --url and the server log',
  'closed-early': 'check the port in --url, whether it speaks http or https, and the server log',
};

/** With https, the server may have ended the handshake, or the connection after it. */
const TLS_HELP =
  'check the port in --url, that it speaks TLS and which versions it accepts, and the server log';

/** OpenSSL errors about a certificate, not a handshake. */
const CERTIFICATE = /certificate|altname/i;

/** OpenSSL errors of a peer that does not speak TLS. */
const NO_TLS = /wrong version number|packet length too long/i;

/** Failures after which the port is checked for TLS. */
const MAYBE_TLS: ReadonlySet<TransportFailureKind> = new Set(['protocol', 'closed-early', 'reset']);

/** Makes the error of a server that cannot be reached, with help. */
export async function unreached(attempt: Attempt, error: TransportError): Promise<TransportError> {
  const { url, endpoint } = attempt;
  const failed = (reason: string, help: string): TransportError =>
    new TransportError(
      { kind: error.kind, message: `cannot reach the server at ${url}: ${reason}` },
      { cause: error, help },
    );
  if (error.kind === 'tls') return failed(...explainTls(error, endpoint));
  const isPlain = endpoint.protocol === 'http:' && endpoint.socketPath === undefined;
  // A plain HTTP server may wait for the rest of what it reads as a request, so the handshake never ends.
  if (!isPlain && error.kind === 'connect-timeout' && (await speaksPlainHttp(endpoint))) {
    return failed(...noTls(endpoint));
  }
  if (isPlain && MAYBE_TLS.has(error.kind) && (await speaksTls(endpoint))) {
    return failed('it speaks TLS', `use ${url.replace(/^http:/i, 'https:')}`);
  }
  const help = !isPlain && MAYBE_TLS.has(error.kind) ? TLS_HELP : HELP[error.kind];
  const known = help ?? OWN_LIMIT_HELP.get(error.kind) ?? REFUSED_HELP;
  return failed(reasonOf(attempt, error), known + proxyNote(endpoint, error.kind));
}

function proxyNote(endpoint: Endpoint, kind: TransportFailureKind): string {
  const variable = ignoredProxy(endpoint, kind, process.env);
  return variable === undefined
    ? ''
    : `; ${variable} is set, but Loadcell connects directly, not through a proxy`;
}

/** A short reason why a server cannot be reached. */
export function reasonOf({ endpoint, connectTimeoutMs }: Attempt, error: TransportError): string {
  if (error.kind === 'dns') return `no address found for ${endpoint.hostname}`;
  if (error.kind === 'connect-timeout') {
    const limit = `${formatDuration(connectTimeoutMs)} (target.connectTimeout)`;
    const what = endpoint.protocol === 'https:' ? 'connection and TLS handshake' : 'connection';
    return `no ${what} within ${limit}`;
  }
  return REASONS[error.kind] ?? error.message.replace(/\.$/, '');
}

function explainTls({ message }: TransportError, endpoint: Endpoint): [string, string] {
  if (NO_TLS.test(message)) return noTls(endpoint);
  const reason = message.replace(/\.$/, '');
  return CERTIFICATE.test(message)
    ? [reason, 'pass the PEM file of its authority in target.caCertificates']
    : [reason, 'check the port in --url, and the TLS versions that the server accepts'];
}

function noTls({ host, basePath }: Endpoint): [string, string] {
  return ['it does not speak TLS', `use http://${host}${basePath}`];
}
