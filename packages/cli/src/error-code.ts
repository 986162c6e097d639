/** An error with a code, such as `ENOENT` of the system or `CONFIG` of Loadcell. */
export interface CodedError extends Error {
  readonly code: string;
}

/** Whether an error has a code. Defined here because `--help` and failures are printed without loading core. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** What went wrong with a file: `ENOENT: no such file or directory`, without the call and the path that the text around it names. */
export function fileReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, \w+(?: '.*')?$/su, '');
}
