import { isIPv4 } from 'node:net';
import { systemErrorCode } from '../../../spec/error/system-error.ts';
import type { TransportFailure, TransportFailureKind } from '../transport-failure.ts';

const KIND_BY_CODE: ReadonlyMap<string, TransportFailureKind> = new Map([
  ['ECONNREFUSED', 'refused'],
  // A missing Unix socket.
  ['ENOENT', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['EPROTO', 'tls'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['UND_ERR_SOCKET', 'closed-early'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'closed-early'],
  ['UND_ERR_HEADERS_OVERFLOW', 'header-too-large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'body-too-large'],
  ['EMFILE', 'too-many-files'],
  ['ENFILE', 'too-many-files'],
]);

/** OpenSSL certificate errors, by Node's names, whose codes have none of the prefixes below. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'CRL_SIGNATURE_FAILURE',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'OUT_OF_MEM',
  // Errors for which Node has no name.
  'UNSPECIFIED',
]);

function kindOfCode(code: string): TransportFailureKind | undefined {
  const kind = KIND_BY_CODE.get(code);
  if (kind !== undefined) return kind;
  const isTls = CERTIFICATE_CODES.has(code) || /^(?:ERR_TLS_|ERR_SSL_|CERT_)/.test(code);
  return isTls ? 'tls' : undefined;
}

/** The kind of an unlisted code, from what accompanies it: a system error number or OpenSSL details. */
function kindOfOrigin(error: Error): TransportFailureKind | undefined {
  if ('errno' in error && 'syscall' in error) return 'socket';
  return 'reason' in error && 'library' in error ? 'tls' : undefined;
}

/** HTTP parser errors have no code; undici itself ends an upgrade or a 100 that was not requested. */
function isBadResponse(error: Error): boolean {
  return error.name === 'HTTPParserError' || /^bad (?:response|upgrade)$/.test(error.message);
}

/** Over IPv4 a connection that finds no local address has one without a free port; over IPv6 there may be no address. */
function isOutOfPorts(error: Error): boolean {
  return (
    systemErrorCode(error) === 'EADDRNOTAVAIL' &&
    'syscall' in error &&
    error.syscall === 'connect' &&
    'address' in error &&
    isIPv4(String(error.address))
  );
}

function kindOf(error: Error, code: string): TransportFailureKind | undefined {
  if (isBadResponse(error)) return 'protocol';
  if (isOutOfPorts(error)) return 'no-ports';
  return kindOfCode(code) ?? kindOfOrigin(error);
}

/** The error, its causes and the errors it aggregates, outermost first. */
function* chainOf(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* chainOf(one);
  yield* chainOf(error.cause);
}

/**
 * The meaning of an error of a socket, of TLS or of undici.
 * @returns undefined for any other error: a bug, not a network condition
 */
export function classifyError(error: unknown): TransportFailure | undefined {
  for (const one of chainOf(error)) {
    const code = systemErrorCode(one) ?? '';
    const kind = kindOf(one, code);
    if (kind === undefined) continue;
    // The error of several attempts has no message itself.
    const words = one.message === '' ? code : one.message;
    return { kind, message: code === '' || words.includes(code) ? words : `${words} (${code})` };
  }
  return undefined;
}
