import {
  aiperfEnvironment,
  guidellmEnvironment,
  vllmBenchEnvironment,
} from '../../truth/clients/environments.mjs';
import { aiperfCommand } from './aiperf.mjs';
import { guidellmCommand } from './guidellm.mjs';
import { loadcellCommand, wasMeasured } from './loadcell.mjs';
import { vllmBenchCommand } from './vllm-bench.mjs';

/**
 * @typedef {object} Task
 * @property {'trace' | 'prompts'} kind of the file
 * @property {string} file JSONL
 * @property {number} requests of the file
 * @property {string} url of the server
 * @property {string} model
 * @property {string} tokenizer folder
 * @property {string} folder for its files
 *
 * @typedef {object} Command
 * @property {readonly string[]} words
 * @property {Readonly<Record<string, string>>} [environment]
 * @property {readonly number[]} [allowedCodes] that mean that it ran
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {string} label
 * @property {(task: Task) => Command} command
 * @property {(folder: string) => Promise<(body: import('../recorder.mjs').RecordedBody) => boolean>} [measured] which requests
 *   are of the load, after it ran; all when absent
 * @property {import('../../../scripts/hosts/install/environments.mjs').Environment} [environment] of a peer
 */

/** @type {readonly Client[]} */
export const CLIENTS = [
  { name: 'loadcell', label: 'Loadcell', command: loadcellCommand, measured: wasMeasured },
  {
    name: 'aiperf',
    label: 'AIPerf 0.13.0',
    command: aiperfCommand,
    environment: aiperfEnvironment(),
  },
  {
    name: 'guidellm',
    label: 'guidellm 0.8.1',
    command: guidellmCommand,
    environment: guidellmEnvironment(),
  },
  {
    name: 'vllm-bench',
    label: 'vllm bench serve 0.32.0',
    command: vllmBenchCommand,
    environment: vllmBenchEnvironment(),
  },
];
