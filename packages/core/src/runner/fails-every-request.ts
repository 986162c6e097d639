import type { LoadcellError } from '../spec/errors.ts';
import { isLastingStatus } from '../target/http/probe/verify-requests.ts';
import { RequestError } from '../target/http/request-error.ts';

/** Whether a phase failed by what every request of a later phase would meet, too. */
export function failsEveryRequest(failure: LoadcellError | undefined): boolean {
  if (failure === undefined) return false;
  if (failure.code === 'FAILS_ALIKE') return true;
  return failure instanceof RequestError && isLastingStatus(failure.request.facts.status);
}
