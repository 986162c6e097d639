import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZodError } from 'zod';
import { UsageError } from '../bench-error.mjs';
import { nameCommit, resolveCommit } from './commit.mjs';
import { parseSavedResult, serializeResult } from './saved-result.mjs';

export const RESULTS_FOLDER = fileURLToPath(new URL('../../results', import.meta.url));

/** Names the newest saved result of the same mode. */
export const LATEST = 'latest';

/** A hash or the start of one. */
const HASH = /^[\da-f]{4,40}$/;

/** @typedef {{ file: string, result: import('./saved-result.mjs').SavedResult }} SavedFile */

/** The saved results of one suite, a file each. */
export class ResultsFolder {
  #suite;
  #folder;

  /** @param {string} root folder of all suites @param {string} suite */
  constructor(root, suite) {
    this.#suite = suite;
    this.#folder = path.join(root, suite);
  }

  /**
   * @param {import('./saved-result.mjs').SavedResult} result
   * @returns {string} the new file; names ascend in time, and no file is overwritten
   */
  save(result) {
    mkdirSync(this.#folder, { recursive: true });
    const time = result.startedAt.replaceAll(/[-:.]/g, '');
    const commit = nameCommit(result.commit)
      .replaceAll(/[() ]+/g, '-')
      .replace(/-$/, '');
    const file = path.join(this.#folder, `${time}-${commit}.json`);
    writeFileSync(file, serializeResult(result), { flag: 'wx' });
    return file;
  }

  /**
   * @param {string} reference `latest`, a commit or a file
   * @param {string} mode of the latest result
   * @returns {SavedFile}
   * @throws {UsageError} when there is no such result of this suite
   */
  find(reference, mode) {
    if (reference === LATEST) return this.#latest(mode);
    if (reference.endsWith('.json') || existsSync(reference)) return this.#open(reference);
    return this.#ofCommit(reference);
  }

  /** @param {string} mode */
  #latest(mode) {
    const found = this.#all().findLast(({ result }) => result.options.mode === mode);
    if (found !== undefined) return found;
    const which = mode === 'default' ? '' : ` with --${mode}`;
    throw new UsageError(`no saved result of ${this.#suite}${which}`, this.#whatToPass());
  }

  /** @param {string} reference */
  #ofCommit(reference) {
    const all = this.#all();
    const newestOf = (hash) =>
      all.findLast(({ result }) => result.commit?.hash.startsWith(hash) === true);
    const resolved = resolveCommit(reference);
    const found =
      (HASH.test(reference) ? newestOf(reference) : undefined) ??
      (resolved === undefined ? undefined : newestOf(resolved));
    if (found !== undefined) return found;
    throw new UsageError(
      `no saved result of ${this.#suite} at commit "${reference}"`,
      this.#whatToPass(),
    );
  }

  /** @param {string} file */
  #open(file) {
    const result = this.#read(file);
    if (result.suite === this.#suite) return { file, result };
    throw new UsageError(
      `"${file}" is a result of ${result.suite}, not of ${this.#suite}`,
      `name the suite ${result.suite}, or ${this.#whatToPass()}`,
    );
  }

  /** Every saved result, the oldest first. @returns {SavedFile[]} */
  #all() {
    return this.#names()
      .map((name) => path.join(this.#folder, name))
      .map((file) => ({ file, result: this.#read(file) }))
      .toSorted((one, other) => one.result.startedAt.localeCompare(other.result.startedAt));
  }

  #names() {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
  }

  /** @param {string} file */
  #read(file) {
    try {
      return parseSavedResult(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new UsageError(whyNot(file, error), this.#whatToPass(), { cause: error });
    }
  }

  #whatToPass() {
    const names = this.#names();
    return names.length === 0
      ? `save one with npm run bench -- ${this.#suite} --save`
      : `pass latest, a commit or a file such as ${path.join(this.#folder, names.at(-1))}`;
  }
}

/** @param {string} file @param {Error} error */
function whyNot(file, error) {
  if (error instanceof ZodError) {
    const [{ path: place, message }] = error.issues;
    return `"${file}" is not a saved result: ${place.join('.') || 'the file'}: ${message}`;
  }
  if (error instanceof SyntaxError) return `"${file}" is not JSON`;
  if (error.code === 'ENOENT') return `"${file}" does not exist`;
  return `cannot read "${file}": ${error.message}`;
}
