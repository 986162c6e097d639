/** Every way in which a request can fail before its response is complete. Reports count and compare them by these names. */
export const TRANSPORT_FAILURE_KINDS = [
  /** No process listens. */
  'refused',
  /** No route to the server, or no local address. */
  'unreachable',
  /** The name has no address. */
  'dns',
  'connect-timeout',
  /** The TLS handshake failed, or the certificate is not trusted. */
  'tls',
  /** The connection was reset. */
  'reset',
  /** The server closed the connection before the response was complete. */
  'closed-early',
  /** The response is not valid HTTP. */
  'protocol',
  'header-too-large',
  'body-too-large',
  /** The response took longer than the limit for a request. */
  'timeout',
  /** This process may open no more files: the client's limit, not the server's. */
  'too-many-files',
  /** Any other socket error; the message has the name that the system gives it. */
  'socket',
  /** Cut on purpose at a time after its send: not a failure of the server. */
  'abandoned',
  /** Cancelled by its caller. */
  'cancelled',
  /** Sending ended before it was sent. */
  'dropped',
] as const;

/** One of {@link TRANSPORT_FAILURE_KINDS}. */
export type TransportFailureKind = (typeof TRANSPORT_FAILURE_KINDS)[number];

/** Why a request failed. */
export interface TransportFailure {
  readonly kind: TransportFailureKind;
  /** In words, with the details that are known; contains no secret. */
  readonly message: string;
}

/** The failure of a request that the client cut on purpose. */
export const ABANDONED: TransportFailure = Object.freeze({
  kind: 'abandoned',
  message: 'the client cut the request on purpose',
});

/** The failure of a request that was not sent before sending ended. */
export const DROPPED: TransportFailure = Object.freeze({
  kind: 'dropped',
  message: 'sending ended before the request was sent',
});
