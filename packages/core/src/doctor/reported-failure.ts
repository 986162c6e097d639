import { LoadcellError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';

/**
 * Whether an error says what happened and what to do: one of ours, or one of the addon's package, whose classes only
 * the collector knows, and which carry a code all the same.
 */
export function isReportedFailure(error: unknown): error is Error {
  if (error instanceof LoadcellError) return true;
  return error instanceof Error && systemErrorCode(error) !== undefined;
}
