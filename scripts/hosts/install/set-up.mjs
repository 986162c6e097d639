import { withLock } from '../../setup/lock.mjs';
import { inHosts } from '../paths.mjs';
import { INSTALLER, litellmEnvironment, vllmEnvironment } from './environments.mjs';
import { installEnvironment, isEnvironmentDue } from './install-environment.mjs';
import { dueModels, makeModel } from './make-model.mjs';
import { checkRegistry } from './registry.mjs';
import { checkDisk, findPython } from './requirements.mjs';

function say(text) {
  process.stderr.write(`hosts: ${text}\n`);
}

function dueEnvironments() {
  return [vllmEnvironment(), litellmEnvironment()].filter((one) => isEnvironmentDue(one));
}

/** Checks the requirements of an installation before it starts. @returns {string} the Python to make environments with */
function checkRequirements() {
  const python = findPython();
  checkDisk();
  checkRegistry(python, INSTALLER);
  return python;
}

/**
 * Installs what is missing of the real servers; a second call finds everything and returns.
 * @throws {import('../hosts-error.mjs').HostsError} when this machine cannot have them, or a step fails
 */
export async function setUpHosts() {
  const isInstallDue = dueEnvironments().length > 0;
  if (!isInstallDue && dueModels(vllmEnvironment()).length === 0) return;
  const python = isInstallDue ? checkRequirements() : undefined;
  await withLock(inHosts('setup.lock'), () => {
    // Decided again under the lock: another set-up may have done it.
    for (const environment of dueEnvironments()) {
      say(`installing ${environment.packages.join(', ')}`);
      installEnvironment(environment, python ?? checkRequirements());
    }
    for (const model of dueModels(vllmEnvironment())) {
      say(`making the model ${model.name}`);
      makeModel(model, vllmEnvironment());
    }
  });
}
