import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingError } from '../suite/run-suite.mjs';

const SOURCES = new URL('programs/', import.meta.url);
const NAMES = ['bare-loop', 'memory-actor'];

/** The C programs that the bench measures with, compiled for this run. */
export class Programs {
  #folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-'));

  /** @throws {MissingError} @throws {Error} when the compiler refuses */
  constructor() {
    try {
      for (const name of NAMES) this.#compile(name);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** @returns {Record<string, string>} path of each program by its name */
  get paths() {
    return Object.fromEntries(NAMES.map((name) => [name, path.join(this.#folder, name)]));
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @param {string} name */
  #compile(name) {
    const source = fileURLToPath(new URL(`${name}.c`, SOURCES));
    const output = path.join(this.#folder, name);
    const compiled = spawnSync('cc', ['-O2', '-o', output, source], { encoding: 'utf8' });
    if (compiled.error !== undefined) {
      throw new MissingError(
        'The bench needs a C compiler named cc: apt-get install gcc libc6-dev.',
        { cause: compiled.error },
      );
    }
    if (compiled.status !== 0) throw new Error(`${source} did not compile:\n${compiled.stderr}`);
  }
}
