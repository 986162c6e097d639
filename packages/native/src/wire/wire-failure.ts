import { getSystemErrorName } from 'node:util';

/**
 * Why a request failed, by the numbers of `native/src/wire/failure.h`. `closed-early` means that the connection ended
 * before the response did, `socket` any error of a socket that has no name here.
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
] as const;

/** One of {@link WIRE_FAILURES}. */
export type WireFailure = (typeof WIRE_FAILURES)[number];

/** What was wrong with a response whose failure is `protocol`, by the numbers of `failure.h`. */
const PROTOCOL_FAULTS = [
  'the server broke the protocol',
  'the response does not begin with a status line of HTTP/1.x: is it another protocol, or HTTP/2?',
  'a line of the response header is malformed',
  'the Content-Length of the response is no number, or they differ',
  'the chunked body is malformed',
  'the server speaks TLS on this port: use https',
  'the server switched protocols without being asked',
];

/** Detail of `closed-early`; `failure.h` has it too. */
const NOTHING_CAME = 1;

const WORDS: Readonly<Record<Exclude<WireFailure, 'protocol'>, string>> = {
  none: 'nothing failed',
  refused: 'the server refused the connection: is it running, and is the port right?',
  reset: 'the server reset the connection',
  'connect-timeout': 'the server did not accept the connection in time',
  timeout: 'the response was not complete in time',
  'header-too-large': 'the header of the response is larger than the limit',
  'body-too-large': 'the body of the response is larger than the limit',
  'closed-early': 'the server closed the connection before the response was complete',
  'too-many-files': 'too many files are open: raise the limit (ulimit -n) or use fewer connections',
  cancelled: 'the request was cancelled',
  unreachable: 'there is no way to the host',
  socket: 'the socket failed',
};

/** The failure that bears a number of a row. */
export function wireFailureOf(code: number): WireFailure {
  return WIRE_FAILURES[code] ?? 'socket';
}

/**
 * A failure in words.
 * @param detail of the same row: the system's error number, or what was wrong with the response
 */
export function describeWireFailure(failure: WireFailure, detail: number): string {
  if (failure === 'protocol') return PROTOCOL_FAULTS[detail] ?? 'the server broke the protocol';
  if (failure === 'closed-early' && detail === NOTHING_CAME) {
    return 'the server closed the connection without an answer: is the port right, or does it speak TLS (https)?';
  }
  const isSystems = failure === 'socket' || failure === 'unreachable' || failure === 'reset';
  return isSystems && detail > 0
    ? `${WORDS[failure]} (${getSystemErrorName(-detail)})`
    : WORDS[failure];
}
