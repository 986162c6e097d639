import { spawnSync } from 'node:child_process';
import { ReleaseError } from './release-error.mjs';

/** Whether the registry of npm has a version of a package. @throws {ReleaseError} when it does not respond */
export function isPublished(name, version) {
  const args = ['view', `${name}@${version}`, 'version', '--json'];
  const { status, stdout, stderr } = spawnSync('npm', args, { encoding: 'utf8' });
  // A package without this version is an empty response; one without any version is an error.
  if (status === 0) return stdout.trim() !== '';
  if (stdout.includes('"E404"') || stderr.includes('E404')) return false;
  throw new ReleaseError(`npm ${args.join(' ')} failed:\n${stderr}`);
}
