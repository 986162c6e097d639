import type { ResponseFaultKind } from '../../codec/decoded-response.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';

/** Every way in which a request can end without a valid response. Reports count by these names. */
export type RequestFailureKind =
  | TransportFailureKind
  | ResponseFaultKind
  | 'http-429'
  | 'http-503'
  | 'http-502'
  | 'http-4xx'
  | 'http-5xx'
  | 'http-other'
  | 'no-content';

/** What each kind means. */
export const REQUEST_FAILURE_MEANINGS: Readonly<Record<RequestFailureKind, string>> = {
  refused: 'Nothing listens on the port.',
  unreachable: 'No path to the server: no route, no local address.',
  dns: 'The hostname has no address.',
  'connect-timeout': 'Opening a connection took longer than target.connectTimeout.',
  tls: 'The TLS handshake failed, or the certificate is not trusted.',
  reset: 'The connection was reset.',
  'closed-early': 'The server closed the connection before the response was complete.',
  protocol: 'The bytes received are not HTTP.',
  'header-too-large': 'The header of the response is too large.',
  'body-too-large': 'The body of the response is too large.',
  timeout: 'The response took longer than target.requestTimeout.',
  'too-many-files':
    'The process reached its limit on open files: a limit of the client, not of the server.',
  'no-ports':
    'Every ephemeral port of the source addresses is in use: a limit of the client, not of the server.',
  socket: 'Another socket error; the message has the system error.',
  abandoned: 'The client canceled the request on purpose: not a failure of the server.',
  cancelled: 'Loadcell canceled the request.',
  dropped: 'The request was never sent: sending ended before its scheduled start.',
  'error-event': 'The stream of the response has an event with an error.',
  'invalid-json': 'The response is not valid JSON.',
  'invalid-utf8': 'The response is not valid UTF-8.',
  'event-too-large': 'An event of the stream is too large.',
  'content-encoding': 'The body is encoded in a way that cannot be decoded.',
  'not-an-api': 'The body is not an API response but, for example, a web page.',
  'other-api': 'The response is one of another API than the request.',
  'wrong-items':
    'The response does not have one valid result for each input: results are missing, or their numbers are wrong.',
  codec: 'The codec of target.codec failed: a mistake in that module, not in the server.',
  'http-429': 'The server limits the rate of requests.',
  'http-503': 'The server is unavailable and sent Retry-After; without it, the kind is http-5xx.',
  'http-502': 'A gateway cannot reach the server behind it.',
  'http-4xx': 'The server rejected the request with another status of 400 to 499.',
  'http-5xx': 'The server failed with another status of 500 to 599.',
  'http-other': 'The server responded with another status than success.',
  'no-content': 'The response was complete and empty.',
};

/** Why a request has no valid response. */
export interface RequestFailure {
  readonly kind: RequestFailureKind;
  /** A message for users that quotes the server. Contains no key. */
  readonly message: string;
  /** HTTP status; absent without a response header, or with one of success. */
  readonly status?: number;
  /** Text of the refusal, without secrets; absent where the server did not refuse. */
  readonly said?: string;
  /** Retry-After of the server, ms; absent without one. */
  readonly retryAfterMs?: number;
}
