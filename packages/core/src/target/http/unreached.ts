import type { TransportFailureKind } from '../transport/transport-failure.ts';
import { TransportError } from '../transport/transport-error.ts';

const LISTEN = 'Expected it to listen there: start it, or correct the URL.';

/** A server that waits for the rest of what it takes for a request never ends a handshake. */
const HANDSHAKE =
  'Expected it to listen there and to speak TLS: start it, correct the URL, or use http.';

/** What is asked of the one who runs us, where it is something else than a server that listens. */
const REMEDIES: Partial<Readonly<Record<TransportFailureKind, string>>> = {
  dns: 'Correct the URL.',
  'too-many-files':
    'Expected that this process may open a connection: raise its limit (ulimit -n).',
};

/** Verdicts of OpenSSL on a certificate, against those on a handshake. */
const CERTIFICATE = /certificate|altname/i;

/** OpenSSL's word for a peer that answers a handshake with something else. */
const NO_TLS = /wrong version number|packet length too long/i;

function remedyOf({ kind, message }: TransportError, url: string): string {
  if (kind === 'connect-timeout' && url.startsWith('https:')) return HANDSHAKE;
  if (kind !== 'tls') return REMEDIES[kind] ?? LISTEN;
  if (NO_TLS.test(message))
    return 'Expected TLS on that port, and it speaks something else: use http.';
  return CERTIFICATE.test(message)
    ? 'Expected a certificate that is trusted: name the PEM file of its authority in target.certificateAuthorities.'
    : 'Expected a TLS handshake to succeed: check the port, the versions that it takes, and its log.';
}

/** The error of a server that was not reached, with what to do about it. */
export function unreached(url: string, error: TransportError): TransportError {
  const reason = /[.?!]$/.test(error.message) ? error.message : `${error.message}.`;
  const message = `The server at ${url} was not reached: ${reason} ${remedyOf(error, url)}`;
  return new TransportError({ kind: error.kind, message }, { cause: error });
}
