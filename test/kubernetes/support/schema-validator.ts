import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** Carries the schemas that Kubernetes publishes, of several of its versions. */
const VERSION = '1.37.0';
const PROGRAM = 'kubernetes-validate';

/** The validator, installed from PyPI into an environment of its own, once per version. */
export function installValidator(): string {
  const folder = path.join(cacheFolder(), `${PROGRAM}-${VERSION}`);
  const program = path.join(folder, 'bin', PROGRAM);
  const mark = path.join(folder, 'complete');
  if (existsSync(mark)) return program;
  rmSync(folder, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', `${PROGRAM}==${VERSION}`];
  execFileSync(path.join(folder, 'bin', 'python'), pip);
  // Last: an interrupted installation is repeated.
  writeFileSync(mark, '');
  return program;
}

/**
 * Validates files against the published schemas of a version of Kubernetes, where an unknown field is an error.
 * @returns what is wrong; empty when nothing is
 */
export function validate(program: string, version: string, files: readonly string[]): string {
  const args = ['--strict', '--kubernetes-version', version, '--quiet', ...files];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr || `exit code ${status}`;
}
