/** All ways in which a request can fail before its response is complete. Reports count and compare failures by kind. */
export const TRANSPORT_FAILURE_KINDS = [
  'refused',
  'unreachable',
  'dns',
  'connect-timeout',
  'tls',
  'reset',
  'closed-early',
  'protocol',
  'header-too-large',
  'body-too-large',
  'timeout',
  'too-many-files',
  'no-ports',
  'socket',
  'abandoned',
  'cancelled',
  'dropped',
] as const;

/** One of {@link TRANSPORT_FAILURE_KINDS}. */
export type TransportFailureKind = (typeof TRANSPORT_FAILURE_KINDS)[number];

/** Why a request failed. */
export interface TransportFailure {
  readonly kind: TransportFailureKind;
  /** A description with the known details; contains no secret. */
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

/** What to do about the failure `refused`, as the help of an error. */
export const REFUSED_HELP = 'start the server, or check the host and port in --url';

/** What to do about the failure `too-many-files`, as the help of an error. */
export const TOO_MANY_FILES_HELP =
  'raise the limit on open files (ulimit -n), or use fewer connections';

/** What to do about the failure `no-ports`, as the help of an error. */
export const NO_PORTS_HELP =
  'widen net.ipv4.ip_local_port_range, pass more addresses with --source-address, or use fewer connections';

/** What to do about failures that this process causes by its own limits, by kind. */
export const OWN_LIMIT_HELP: ReadonlyMap<string, string> = new Map([
  ['too-many-files', TOO_MANY_FILES_HELP],
  ['no-ports', NO_PORTS_HELP],
]);
