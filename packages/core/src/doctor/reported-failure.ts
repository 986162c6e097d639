import { LoadcellError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';

/**
 * Whether an error is expected and explains itself: an error of Loadcell, or one with a code, as those of the addon, whose
 * classes only the collector knows.
 */
export function isReportedFailure(error: unknown): error is Error {
  if (error instanceof LoadcellError) return true;
  return error instanceof Error && systemErrorCode(error) !== undefined;
}
