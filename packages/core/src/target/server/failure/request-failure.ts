import type { ResponseFaultKind } from '../../codec/decoded-response.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';

/** Every way in which a request can end without a valid response. Reports count by these names. */
export type RequestFailureKind =
  | TransportFailureKind
  | ResponseFaultKind
  /** The server limits the rate of requests. */
  | 'http-429'
  /** The server is unavailable and sent Retry-After; otherwise it is `http-5xx`. */
  | 'http-503'
  /** A gateway cannot reach the server behind it. */
  | 'http-502'
  | 'http-4xx'
  | 'http-5xx'
  | 'http-other'
  /** The response was complete and empty. */
  | 'no-content';

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
