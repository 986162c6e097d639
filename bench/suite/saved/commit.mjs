import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Saved results change no figure, so they leave the tree clean. */
const MEASURED = ['.', ':(exclude)bench/results'];

/** @typedef {{ hash: string, isDirty: boolean }} Commit `isDirty` with uncommitted or untracked files */

/** @returns {Commit | null} the commit of the checkout; null outside git */
export function describeCommit() {
  const hash = git('rev-parse', '--verify', '--quiet', 'HEAD');
  const changes = git('status', '--porcelain', '--', ...MEASURED);
  if (hash === undefined || changes === undefined) return null;
  return { hash, isDirty: changes !== '' };
}

/** @param {string} reference such as `HEAD~3` @returns {string | undefined} the hash of the commit */
export function resolveCommit(reference) {
  return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
}

/** @param {Commit | null} commit */
export function nameCommit(commit) {
  if (commit === null) return 'no commit';
  return `${commit.hash.slice(0, 8)}${commit.isDirty ? ' (dirty)' : ''}`;
}

/** @param {string[]} args @returns {string | undefined} its output; undefined where it fails or is not installed */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
