import type { LoadcellErrorOptions } from '../../spec/error/errors.ts';
import { TargetError } from '../errors.ts';
import type { TransportFailure, TransportFailureKind } from './transport-failure.ts';

/** The server could not be reached. */
export class TransportError extends TargetError {
  readonly kind: TransportFailureKind;

  constructor(failure: TransportFailure, options?: LoadcellErrorOptions) {
    super(failure.message, { ...options, code: failure.kind });
    this.kind = failure.kind;
  }
}
