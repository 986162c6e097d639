/** Decodes an encoded body read by read, so that decoded bytes keep the timestamp of their read. */
export interface ContentDecoder {
  /**
   * @returns what can be decoded so far; empty while more is needed
   * @throws {ContentEncodingError} or a zlib error when the bytes do not match their encoding
   */
  push(bytes: Uint8Array): Uint8Array;
  /** The body ended. @returns the rest of it, as far as it was received @throws as `push` does */
  finish(): Uint8Array;
}

/** Bytes that do not match their encoding. */
export class ContentEncodingError extends Error {
  readonly code = 'CONTENT_ENCODING';
}

/** The result when nothing could be decoded. */
export const NOTHING_DECODED = new Uint8Array(0);
