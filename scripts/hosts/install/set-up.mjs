import { withLock } from '../../setup/lock.mjs';
import { inHosts } from '../paths.mjs';
import { INSTALLER, litellmEnvironment, vllmEnvironment } from './environments.mjs';
import { installEnvironment, isEnvironmentDue } from './install-environment.mjs';
import { isModelDue, makeModel } from './make-model.mjs';
import { checkRegistry } from './registry.mjs';
import { checkDisk, findPython } from './requirements.mjs';

function say(text) {
  process.stderr.write(`hosts: ${text}\n`);
}

/**
 * Makes whatever is missing of the real servers; a second call finds everything and returns.
 * @throws {import('../hosts-error.mjs').HostsError} where this machine cannot have them, or a step fails
 */
export async function setUpHosts() {
  const vllm = vllmEnvironment();
  const litellm = litellmEnvironment();
  const due = () => [vllm, litellm].filter((environment) => isEnvironmentDue(environment));
  if (due().length === 0 && !isModelDue(vllm)) return;
  await withLock(inHosts('setup.lock'), () => {
    // Decided again under the lock: another set-up can have done it by now.
    const missing = due();
    if (missing.length > 0) {
      const python = findPython();
      checkDisk();
      checkRegistry(python, INSTALLER);
      for (const environment of missing) {
        say(`installing ${environment.packages.join(', ')}`);
        installEnvironment(environment, python);
      }
    }
    if (isModelDue(vllm)) {
      say('making the tiny model');
      makeModel(vllm);
    }
  });
}
