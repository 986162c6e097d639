import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError } from './bench-error.mjs';
import { holding } from './holding.mjs';

/**
 * Compiles C programs and removes them after use.
 * @template Value
 * @param {URL} sources the folder with `NAME.c` of each
 * @param {readonly string[]} names
 * @param {(paths: Record<string, string>) => Promise<Value>} use gets the path of each program by its name
 * @returns {Promise<Value>}
 * @throws {MissingError} without a compiler
 * @throws {Error} when a program does not compile
 */
export async function withPrograms(sources, names, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return holding(remove, async () => {
    const paths = names.map((name) => [name, compile(sources, name, folder)]);
    return use(Object.fromEntries(paths));
  });
}

/** @param {URL} sources @param {string} name @param {string} folder @returns {string} path of the program */
function compile(sources, name, folder) {
  const source = fileURLToPath(new URL(`${name}.c`, sources));
  const output = path.join(folder, name);
  const compiled = spawnSync('cc', ['-O2', '-o', output, source], { encoding: 'utf8' });
  if (compiled.error !== undefined) {
    throw new MissingError(
      'the suite needs a C compiler named cc',
      'apt-get install -y gcc libc6-dev',
      { cause: compiled.error },
    );
  }
  if (compiled.status !== 0) throw new Error(`${name}.c did not compile:\n${compiled.stderr}`);
  return output;
}
