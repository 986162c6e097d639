import { Buffer } from 'node:buffer';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { isSystemError } from '../../../spec/error/system-error.ts';

/** A server that compresses in spite of `identity` sends no more than this in the end. */
const MAX_TEXT_BYTES = 64 * 2 ** 20;

/**
 * A body as text, by the encoding that the server states: some compress although they were asked not to.
 * @returns empty when it cannot be read as what the server states
 */
export function readBody(bytes: Uint8Array, contentEncoding: string | undefined): string {
  try {
    return Buffer.from(decompress(bytes, contentEncoding ?? '')).toString('utf8');
  } catch (error) {
    // A broken or unknown compression reads as no text, and the caller reports what the server sent.
    if (isSystemError(error)) return '';
    throw error;
  }
}

function decompress(bytes: Uint8Array, contentEncoding: string): Uint8Array {
  const options = { maxOutputLength: MAX_TEXT_BYTES };
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  switch (contentEncoding.trim().toLowerCase()) {
    case 'br':
      return brotliDecompressSync(bytes, options);
    case 'deflate':
      return unzipSync(bytes, options);
    default:
      // By its first bytes: a proxy may drop the header.
      return isGzip ? unzipSync(bytes, options) : bytes;
  }
}
