import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchProcess } from './watch-process.mjs';

const WRITER = fileURLToPath(new URL('actors/write-run.mjs', import.meta.url));

/**
 * @typedef {object} WrittenRun
 * @property {string} runDir
 * @property {number} durationMs
 * @property {number} peakRssBytes of the process that wrote it
 * @property {number} writtenBytes
 */

/** Runs of several sizes in a folder, each written once, by its own process. */
export class RunDirectories {
  #folder;
  /** @type {Map<string, Promise<WrittenRun>>} */
  #runs = new Map();

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /** @param {import('./plan.mjs').RunSize} size @returns {Promise<WrittenRun>} */
  written(size) {
    const name = `${size.samples}-samples`;
    const known = this.#runs.get(name) ?? this.#write(name, size);
    this.#runs.set(name, known);
    return known;
  }

  /** @param {string} name @param {import('./plan.mjs').RunSize} size */
  async #write(name, size) {
    const runDir = join(this.#folder, name);
    await mkdir(runDir);
    const { code, ...spent } = await watchProcess(WRITER, [runDir, JSON.stringify(size)]);
    if (code !== 0) throw new Error(`writing ${name} exited with ${code}`);
    const files = await readdir(runDir);
    const sizes = await Promise.all(files.map((file) => stat(join(runDir, file))));
    return {
      runDir,
      ...spent,
      writtenBytes: sizes.reduce((sum, { size: bytes }) => sum + bytes, 0),
    };
  }
}
