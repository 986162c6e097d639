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

/** A reported failure as a problem. @param remedy what to do where the error does not contain it */
export function problemOf(
  error: Error,
  remedy: string,
): { readonly status: 'problem'; readonly found: string; readonly remedy: string } {
  if (
    !('summary' in error && typeof error.summary === 'string') ||
    !('help' in error && typeof error.help === 'string')
  )
    return { status: 'problem', found: error.message, remedy };
  return { status: 'problem', found: error.summary.replace(/\.$/, ''), remedy: error.help };
}
