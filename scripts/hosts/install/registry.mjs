import { spawnSync } from 'node:child_process';
import { UnmetRequirement } from '../hosts-error.mjs';

/** Time limit for one response of the registry. */
const RESPONSE_SECONDS = 20;

/**
 * Requests a package with pip, as only pip knows which registry, proxy and certificates are in use.
 * @param {string} python
 * @param {string} requirement
 * @throws {UnmetRequirement} when no registry responds
 */
export function checkRegistry(python, requirement) {
  const options = ['--dry-run', '--ignore-installed', '--no-deps', '--break-system-packages'];
  const bounds = ['--retries', '1', '--timeout', `${RESPONSE_SECONDS}`];
  const { status, stderr } = spawnSync(
    python,
    ['-m', 'pip', 'install', '--disable-pip-version-check', ...options, ...bounds, requirement],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], timeout: 4_000 * RESPONSE_SECONDS },
  );
  if (status === 0) return;
  const lines = (stderr ?? '').trim().split('\n');
  const reason = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1);
  throw new UnmetRequirement(
    `real servers need a Python registry and none responded (${reason || 'timed out'}); check the network and \`pip config list\``,
  );
}

/**
 * Passes pip's registry to uv, which does not read the configuration of pip.
 * @param {string} python
 * @returns {Record<string, string>} variables of the environment
 */
export function registryOf(python) {
  if (process.env.UV_DEFAULT_INDEX || process.env.UV_INDEX_URL) return {};
  const { stdout } = spawnSync(python, ['-m', 'pip', 'config', 'list'], { encoding: 'utf8' });
  const [, url] = /^\S*\.index-url='(.*)'$/m.exec(stdout ?? '') ?? [];
  return url === undefined ? {} : { UV_DEFAULT_INDEX: url };
}
