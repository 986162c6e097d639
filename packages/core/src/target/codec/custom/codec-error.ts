/** The codec of the user cannot write a request: that request fails, and is not sent. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** What a codec of the user threw, in words. */
export function thrownBy(codec: string, call: string, thrown: unknown): string {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return `${call}() of the codec ${codec} threw: ${reason}`;
}
