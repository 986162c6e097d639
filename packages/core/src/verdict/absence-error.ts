import { TestError } from '../spec/error/errors.ts';
import type { RunStreams } from '../stream/phase-streams.ts';

/** Why a phase did not run: the earlier error of the run itself, so that its code is kept. */
export function absenceError(
  { error }: Pick<RunStreams, 'error'>,
  phase: string,
  skipReason: string | undefined,
): Error {
  if (skipReason !== undefined) {
    return new TestError(`The phase was skipped: ${skipReason}.`, { phase });
  }
  return error ?? new TestError('The phase did not run.', { phase });
}
