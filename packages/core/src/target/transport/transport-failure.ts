/** Every way in which a request can fail before its answer is whole. Reports count and compare them by these names. */
export const TRANSPORT_FAILURE_KINDS = [
  /** Nobody listens. */
  'refused',
  /** No route to the server, or no local address. */
  'unreachable',
  /** The name has no address. */
  'dns',
  'connect-timeout',
  /** TLS could not be agreed on, or the certificate is not to be trusted. */
  'tls',
  /** The connection was reset. */
  'reset',
  /** The other side closed before the answer was whole. */
  'closed-early',
  /** What came is not HTTP. */
  'protocol',
  'header-too-large',
  'body-too-large',
  /** The answer took longer than a request may. */
  'timeout',
  /** This process may open no more files: the client's limit, not the server's. */
  'too-many-files',
  /** A socket failed in a way that has no name here; the message has the system's. */
  'socket',
  /** Cut on purpose at a time after its send: not a failure of the server. */
  'abandoned',
  /** Taken back by us. */
  'cancelled',
  /** Its time came after sending had ended: it was never sent. */
  'dropped',
] as const;

/** One of {@link TRANSPORT_FAILURE_KINDS}. */
export type TransportFailureKind = (typeof TRANSPORT_FAILURE_KINDS)[number];

/** Why a request failed. */
export interface TransportFailure {
  readonly kind: TransportFailureKind;
  /** In words, with what there is of details; holds no secret. */
  readonly message: string;
}

/** How a request ends that the client cuts on purpose. */
export const ABANDONED: TransportFailure = Object.freeze({
  kind: 'abandoned',
  message: 'the client cut the request on purpose',
});

/** How a request ends that was not sent before sending ended. */
export const DROPPED: TransportFailure = Object.freeze({
  kind: 'dropped',
  message: 'sending ended before the request was sent',
});
