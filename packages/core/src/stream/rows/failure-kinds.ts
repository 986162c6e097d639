/** Kinds of failures where nothing listens. */
const NOT_LISTENING: ReadonlySet<string> = new Set(['refused', 'unreachable', 'dns']);

/** Kinds of failures of a connection that stood. */
const BROKEN: ReadonlySet<string> = new Set(['reset', 'closed-early']);

/** Whether a request of this error kind found nothing that listens. */
export function isNotListening(errorKind: string): boolean {
  return NOT_LISTENING.has(errorKind);
}

/** Whether a request of this error kind never reached the server. */
export function isUnreached(errorKind: string): boolean {
  return NOT_LISTENING.has(errorKind) || errorKind === 'connect-timeout';
}

/** Whether a request of this error kind lost its connection. */
export function isBroken(errorKind: string): boolean {
  return BROKEN.has(errorKind);
}

/** Error kinds of a server without capacity for a request. */
const REJECTED: ReadonlySet<string> = new Set(['http-429', 'http-503']);

/** Whether the server rejected a request of this error kind because of how many there are. */
export function isRejection(errorKind: string): boolean {
  return REJECTED.has(errorKind);
}

/** Error kinds of a client that reached a limit of its own: open files, or ephemeral ports. */
const OWN_LIMITS: ReadonlySet<string> = new Set(['too-many-files', 'no-ports']);

/** Whether a request of this error kind failed because of a limit of this process or machine, not of the server. */
export function isOwnLimit(errorKind: string): boolean {
  return OWN_LIMITS.has(errorKind);
}
