import type { ResponseFaultKind } from '../../codec/answer.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';

/** Every way in which a request can end without an answer that counts. Reports count by these names. */
export type RequestFailureKind =
  | TransportFailureKind
  | ResponseFaultKind
  /** The server limits the rate of requests. */
  | 'http-429'
  /** The server is not available now and says when to try again. Without that it is one of `http-5xx`. */
  | 'http-503'
  /** A gateway does not reach the server behind it. */
  | 'http-502'
  | 'http-4xx'
  | 'http-5xx'
  | 'http-other'
  /** The answer was whole and held nothing. */
  | 'no-content';

/** Why a request has no answer that counts. */
export interface RequestFailure {
  readonly kind: RequestFailureKind;
  /** In words, for people, with what the server said. Holds no key. */
  readonly message: string;
  /** Of HTTP; absent where no response header came, or it was one of success. */
  readonly status?: number;
  /** What the server said with its refusal, without secrets; absent where it did not refuse. */
  readonly said?: string;
  /** What the server asked to wait before another attempt; absent when it did not say. */
  readonly retryAfterMs?: number;
}
