import type { AnswerFaultKind } from '../codec/answer.ts';
import type { TransportFailureKind } from '../transport/transport-failure.ts';

/** Every way in which a request can end without an answer that counts. Reports count by these names. */
export type RequestFailureKind =
  | TransportFailureKind
  | AnswerFaultKind
  | 'http-429'
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
  /** What the server asked to wait before another attempt; absent when it did not say. */
  readonly retryAfterMs?: number;
}
