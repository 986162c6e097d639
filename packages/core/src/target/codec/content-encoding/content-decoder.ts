/** Decodes a body that came encoded, read by read, so that what each read brought keeps the timestamp of that read. */
export interface ContentDecoder {
  /**
   * @returns what can be decoded by now; empty while more is needed
   * @throws {ContentEncodingError} or an error of zlib when the bytes are not what their encoding says
   */
  push(bytes: Uint8Array): Uint8Array;
  /** The body ended. @returns the rest of it, as far as it came @throws as `push` does */
  finish(): Uint8Array;
}

/** Bytes that are not what their encoding says. */
export class ContentEncodingError extends Error {
  readonly code = 'CONTENT_ENCODING';
}

/** Nothing was decoded. */
export const NOTHING_DECODED = new Uint8Array(0);
