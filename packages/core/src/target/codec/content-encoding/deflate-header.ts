import { ContentEncodingError } from './content-decoder.ts';

/** Flags of a gzip header (RFC 1952). */
const HEADER_CHECK = 2;
const EXTRA_FIELDS = 4;
const FILE_NAME = 8;
const COMMENT = 16;

const FIXED_BYTES = 10;

/** Header length of a gzip body; undefined while incomplete. @throws {ContentEncodingError} if it is not gzip */
export function gzipHeaderBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length >= 2 && (bytes[0] !== 0x1f || bytes[1] !== 0x8b)) {
    throw new ContentEncodingError('not a gzip header');
  }
  if (bytes.length < FIXED_BYTES) return undefined;
  const flags = bytes[3] ?? 0;
  let at = FIXED_BYTES;
  if ((flags & EXTRA_FIELDS) !== 0) {
    const [low, high] = bytes.subarray(at, at + 2);
    if (low === undefined || high === undefined) return undefined;
    at += 2 + low + high * 256;
  }
  for (const flag of [FILE_NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) return undefined;
    at = end + 1;
  }
  if ((flags & HEADER_CHECK) !== 0) at += 2;
  return at <= bytes.length ? at : undefined;
}

/** Header length of a deflate body: two bytes of zlib (RFC 1950), or none where a server sends raw deflate. */
export function zlibHeaderBytes(bytes: Uint8Array): number | undefined {
  const [method, flags] = bytes;
  if (method === undefined || flags === undefined) return undefined;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0 ? 2 : 0;
}
