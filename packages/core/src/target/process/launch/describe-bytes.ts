import { isUtf8 } from 'node:buffer';

/** External bytes as text: invalid UTF-8 as `\\xff`, so that no two names look alike. */
export function describeBytes(bytes: Uint8Array): string {
  const all = Buffer.from(bytes);
  if (isUtf8(all)) return all.toString();
  return all
    .toString('latin1')
    .replaceAll(/[\u0080-\u00ff]/g, (one) => `\\x${one.charCodeAt(0).toString(16)}`);
}
