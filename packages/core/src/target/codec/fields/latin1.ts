import { Buffer, isUtf8 } from 'node:buffer';

const NON_ASCII = /[\u0080-\u00FF]/;

/** Bytes as text, one character per byte. */
export function latin1Of(bytes: Uint8Array, from: number, to: number): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.toString('latin1', from, to);
}

/** The text that such characters are the UTF-8 of, and whether they are valid. */
export function decodeLatin1(data: string): { readonly text: string; readonly isValid: boolean } {
  if (!NON_ASCII.test(data)) return { text: data, isValid: true };
  const bytes = Buffer.from(data, 'latin1');
  return { text: bytes.toString('utf8'), isValid: isUtf8(bytes) };
}
