import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { holding } from './holding.mjs';

/** The command as built. */
export const LOADCELL = fileURLToPath(
  new URL('../../packages/cli/bin/loadcell.js', import.meta.url),
);

/** Exit codes of a run that measured: passed, a criterion failed, unreliable or inconclusive. */
export const MEASURED = [0, 1, 4];

/**
 * Runs `loadcell run` once.
 * @param {string} cwd holds its configuration and its results
 * @param {readonly string[]} args beyond those that hide progress and report
 * @param {{ onStart?: (pid: number) => void, within?: readonly string[] }} [options] a function called with the process, and words
 *   that run the command elsewhere, such as in a network namespace
 * @returns {Promise<{ code: number, runDir: string }>}
 * @throws {Error} when the run did not measure
 */
export async function runLoadcellIn(cwd, args = [], { onStart = () => {}, within = [] } = {}) {
  const words = [process.execPath, LOADCELL, 'run', '--quiet', '--format', 'json', ...args];
  const [command, ...rest] = [...within, ...words];
  const child = spawn(command, rest, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid !== undefined) onStart(child.pid);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const [code] = await holding(
    () => child.kill('SIGTERM'),
    () => once(child, 'close'),
  );
  if (!MEASURED.includes(code))
    throw new Error(`loadcell run exited with ${code}: ${errors.trim()}`);
  return { code, runDir: realpathSync(path.join(cwd, 'loadcell-results', 'latest')) };
}
