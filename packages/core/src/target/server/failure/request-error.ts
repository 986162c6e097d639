import { TargetError } from '../../errors.ts';
import type { FailedRequest } from '../request/finished-request.ts';
import type { RequestFailureKind } from './request-failure.ts';

/** A request without a valid response. Its `code` is the kind of the failure. */
export class RequestError extends TargetError {
  readonly kind: RequestFailureKind;
  /** Retry-After of the server, ms; `NaN` without one. */
  readonly retryAfterMs: number;
  /** How far the request got. */
  readonly request: FailedRequest;

  constructor(request: FailedRequest) {
    const { failure } = request;
    super(failure.message, { code: failure.kind });
    this.kind = failure.kind;
    this.retryAfterMs = failure.retryAfterMs ?? Number.NaN;
    this.request = request;
  }
}
