import { createCipheriv, createHash } from 'node:crypto';

/** Bytes of a key, and of the counter of the stream. */
const KEY_BYTES = 16;

/**
 * Noise that depends only on its label, the same on every machine. It is a cipher stream, which is 100 times faster than
 * drawing byte by byte: a picture of noise has megabytes.
 */
export function noiseBytes(label: string, count: number): Buffer {
  const digest = createHash('sha256').update(label).digest();
  const key = digest.subarray(0, KEY_BYTES);
  const counter = digest.subarray(KEY_BYTES);
  return createCipheriv('aes-128-ctr', key, counter).update(Buffer.alloc(count));
}
