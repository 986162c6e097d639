import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes `loadcell` and `npx`, so that scripts find the command of the checkout.
 * @returns {string} their folder, for PATH
 */
export function writeShims(folder, loadcell) {
  const shims = path.join(folder, 'bin');
  mkdirSync(shims);
  const call = `exec "${process.execPath}" "${loadcell}" "$@"`;
  const npx = path.join(path.dirname(process.execPath), 'npx');
  const programs = {
    loadcell: call,
    npx: `if [ "$1" = loadcell ]; then shift; ${call}; fi\nexec "${npx}" "$@"`,
  };
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(path.join(shims, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
  return shims;
}
