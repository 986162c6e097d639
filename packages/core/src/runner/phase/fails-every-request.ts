import type { LoadcellError } from '../../spec/error/errors.ts';
import { isLastingStatus } from '../../target/server/probe/verify-requests.ts';
import { TargetDiedError } from '../../target/errors.ts';
import { RequestError } from '../../target/server/failure/request-error.ts';

/** Whether a phase failed in a way that every request of a later phase would, too. */
export function failsEveryRequest(failure: LoadcellError | undefined): boolean {
  if (failure === undefined) return false;
  if (failure.code === 'FAILS_ALIKE') return true;
  return failure instanceof RequestError && isLastingStatus(failure.request.facts.status);
}

/** Whether a phase failed because its server never became ready. */
export function failsToStart(failure: LoadcellError | undefined): boolean {
  if (failure?.code === 'SERVER_NOT_READY') return true;
  return failure?.cause instanceof TargetDiedError && failure.cause.isStarting;
}
