import { TestError } from '../spec/error/errors.ts';
import type { RunStreams } from '../stream/phase-streams.ts';

/** Why a phase did not run: what the run failed with before it, as it is, so that its code survives. */
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
