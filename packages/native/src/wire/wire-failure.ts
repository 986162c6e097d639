import { getSystemErrorName } from 'node:util';

/**
 * Why a request failed, by number in `native/src/wire/failure.h`. `closed-early`: the connection closed before the response was
 * complete; `socket`: any other socket error.
 */
export const WIRE_FAILURES = [
  'none',
  'refused',
  'reset',
  'connect-timeout',
  'timeout',
  'protocol',
  'header-too-large',
  'body-too-large',
  'closed-early',
  'too-many-files',
  'cancelled',
  'unreachable',
  'socket',
  'no-ports',
] as const;

/** One of {@link WIRE_FAILURES}. */
export type WireFailure = (typeof WIRE_FAILURES)[number];

/** What was wrong with a response whose failure is `protocol`, by number in `failure.h`. */
const PROTOCOL_FAULTS = [
  'the server violated the protocol',
  'the response does not begin with an HTTP/1.x status line',
  'a line of the response header is malformed',
  'the Content-Length of the response is invalid or contradictory',
  'the chunked body is malformed',
  'the server speaks TLS on this port',
  'the server switched protocols without a request',
];

/** Detail of `closed-early`, as in `failure.h`. */
const NOTHING_CAME = 1;

const WORDS: Readonly<Record<Exclude<WireFailure, 'protocol'>, string>> = {
  none: 'nothing failed',
  refused: 'the server refused the connection',
  reset: 'the server reset the connection',
  'connect-timeout': 'the server did not accept the connection in time',
  timeout: 'the response was not complete in time',
  'header-too-large': 'the header of the response is larger than the limit',
  'body-too-large': 'the body of the response is larger than the limit',
  'closed-early': 'the server closed the connection before the response was complete',
  'too-many-files': 'too many open files',
  cancelled: 'the request was canceled',
  unreachable: 'there is no route to the server',
  socket: 'the socket failed',
  'no-ports': 'no ephemeral port is free for another connection to the server',
};

/** The failure for the number in a row. */
export function wireFailureOf(code: number): WireFailure {
  return WIRE_FAILURES[code] ?? 'socket';
}

/**
 * Describes a failure, without advice: reports quote it as evidence.
 * @param detail of the same row: the system's error number, or what was wrong with the response
 */
export function describeWireFailure(failure: WireFailure, detail: number): string {
  if (failure === 'protocol') return PROTOCOL_FAULTS[detail] ?? 'the server violated the protocol';
  if (failure === 'closed-early' && detail === NOTHING_CAME) {
    return 'the server closed the connection without a response';
  }
  const isSystems = failure === 'socket' || failure === 'unreachable' || failure === 'reset';
  return isSystems && detail > 0
    ? `${WORDS[failure]} (${getSystemErrorName(-detail)})`
    : WORDS[failure];
}
