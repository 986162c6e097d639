/** Whether an error comes from the system, or from a library that gives its errors a code like the system does. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** The code of a system error, such as `ENOENT`; undefined for other values. */
export function systemErrorCode(error: unknown): string | undefined {
  return isSystemError(error) ? error.code : undefined;
}

/** What went wrong with a file: `ENOENT: no such file or directory`, without the call and the path that the text around it names. */
export function fileReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, \w+(?: '.*')?$/su, '');
}
