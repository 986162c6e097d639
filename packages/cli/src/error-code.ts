/** An error with a code: `ENOENT` of the system, `CONFIG` of Loadcell. */
export interface CodedError extends Error {
  readonly code: string;
}

/** Whether an error has a code. Not asked of the library, which help and the explanation of a failure work without. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
