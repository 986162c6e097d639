import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LOADCELL = fileURLToPath(new URL('../../packages/cli/bin/loadcell.js', import.meta.url));

/** Exit codes of a run that measured: passed, a criterion failed, unreliable or inconclusive. */
const MEASURED = [0, 1, 4];

/**
 * Runs `loadcell run` once.
 * @param {string} cwd where its results go
 * @param {string[]} args beyond those that keep it silent
 * @returns {Promise<{ code: number, runDir: string }>}
 * @throws {Error} when the run did not measure
 */
export async function runLoadcellIn(cwd, args = []) {
  const child = spawn(process.execPath, [LOADCELL, 'run', '--quiet', '--format', 'json', ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = () => child.kill('SIGTERM');
  process.prependOnceListener('exit', end);
  try {
    const [code] = await once(child, 'close');
    if (!MEASURED.includes(code)) throw new Error(`The run ended with ${code}.`);
    return { code, runDir: realpathSync(path.join(cwd, 'loadcell-results', 'latest')) };
  } finally {
    process.off('exit', end);
  }
}
