import {
  installEnvironment,
  isEnvironmentDue,
} from '../../scripts/hosts/install/install-environment.mjs';
import { INSTALLER } from '../../scripts/hosts/install/environments.mjs';
import { checkRegistry } from '../../scripts/hosts/install/registry.mjs';
import { checkDisk, findPython } from '../../scripts/hosts/install/requirements.mjs';
import { inHosts } from '../../scripts/hosts/paths.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';

/** @typedef {import('../../scripts/hosts/install/environments.mjs').Environment} Environment */

/**
 * A Python environment of a peer.
 * @param {string} name
 * @param {string[]} packages
 * @param {string} [command] that it provides
 * @returns {Environment}
 */
export function environmentOf(name, packages, command = name) {
  return { name, folder: inHosts(`venv-${name}`), packages, overrides: [], command };
}

/**
 * Installs a peer unless it is installed.
 * @param {Environment} environment
 * @throws {import('../../scripts/hosts/hosts-error.mjs').HostsError} where it cannot be installed
 */
export async function setUpEnvironment(environment) {
  if (!isEnvironmentDue(environment)) return;
  await withLock(inHosts('setup.lock'), () => {
    if (!isEnvironmentDue(environment)) return;
    const python = findPython();
    checkDisk();
    checkRegistry(python, INSTALLER);
    process.stderr.write(`bench: installing ${environment.packages.join(', ')}\n`);
    installEnvironment(environment, python);
  });
}
