import { readFileSync } from 'node:fs';

function read(name: string): string {
  return readFileSync(new URL(`fixtures/test-only-${name}.pem`, import.meta.url), 'utf8');
}

/** A self-signed certificate for 127.0.0.1, trusted only by tests that opt in. */
export function readCertificate(): { readonly key: string; readonly cert: string } {
  return { key: read('key'), cert: read('certificate') };
}
