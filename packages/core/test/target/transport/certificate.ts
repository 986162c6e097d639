import { readFileSync } from 'node:fs';

function read(name: string): string {
  return readFileSync(new URL(`fixtures/test-only-${name}.pem`, import.meta.url), 'utf8');
}

/** A certificate of 127.0.0.1 that signs itself; nobody trusts it but tests that say so. */
export function readCertificate(): { readonly key: string; readonly cert: string } {
  return { key: read('key'), cert: read('certificate') };
}
