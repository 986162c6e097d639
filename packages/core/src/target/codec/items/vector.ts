import { Buffer } from 'node:buffer';
import { isFiniteNumber } from './results.ts';

const FLOAT_BYTES = 4;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Length of a vector; undefined where it is none, or a number of it is not finite. */
export function lengthOfVector(value: unknown): number | undefined {
  if (typeof value === 'string') return lengthOfBase64(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every(isFiniteNumber) ? value.length : undefined;
}

/** 32-bit floats, little-endian. */
function lengthOfBase64(text: string): number | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length % FLOAT_BYTES !== 0) return undefined;
  for (let at = 0; at < bytes.length; at += FLOAT_BYTES) {
    if (!Number.isFinite(bytes.readFloatLE(at))) return undefined;
  }
  return bytes.length / FLOAT_BYTES;
}
