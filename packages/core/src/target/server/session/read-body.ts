import { Buffer } from 'node:buffer';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { isSystemError } from '../../../spec/error/system-error.ts';

/** Maximum decompressed size of a body from a server that compresses despite `identity`. */
const MAX_TEXT_BYTES = 64 * 2 ** 20;

/**
 * Decodes a body as text by the stated encoding: some servers compress although they were asked not to.
 * @returns empty when the encoding does not fit
 */
export function readBody(bytes: Uint8Array, contentEncoding: string | undefined): string {
  try {
    return Buffer.from(decompress(bytes, contentEncoding ?? '')).toString('utf8');
  } catch (error) {
    // The caller reports an unreadable body.
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
