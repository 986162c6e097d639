/**
 * Task of a client.
 * @typedef {object} ClientTask
 * @property {string} url of the server, without a path
 * @property {string} model
 * @property {string} [key] that the server requires
 * @property {string} tokenizer folder, for clients that count tokens themselves
 * @property {string} folder for its files
 * @property {ReturnType<typeof import('../plan.mjs').planFor>} plan
 *
 * What a client reported; times are means over its requests.
 * @typedef {object} ClientResult
 * @property {number} requests
 * @property {number} timeToFirstTokenMs
 * @property {number} endMs from send to last token
 * @property {number} interTokenMs
 * @property {number} cpuSeconds of all of its processes, from its start to its end
 * @property {{ firstNs: number, lastNs: number }[]} [each] first and last token after the send, in send order; absent for a
 *   client that reports only means
 * @property {(exchange: import('../capture/exchanges.mjs').Exchange) => boolean} [isMeasured] whether a captured request
 *   is among those reported; all are when it is absent
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {string} label
 * @property {'gaps' | 'requests'} interTokenMean over all gaps, or over the mean gap of each request
 * @property {(task: ClientTask) => Promise<ClientResult>} run
 * @property {import('../../../scripts/hosts/install/environments.mjs').Environment} [environment] of a peer
 */
import { runAiperf } from './aiperf.mjs';
import { aiperfEnvironment, guidellmEnvironment, vllmBenchEnvironment } from './environments.mjs';
import { runGuidellm } from './guidellm.mjs';
import { runLoadcell } from './loadcell.mjs';
import { runVllmBench } from './vllm-bench.mjs';

/** @type {readonly Client[]} */
export const CLIENTS = [
  { name: 'loadcell', label: 'Loadcell', interTokenMean: 'gaps', run: runLoadcell },
  {
    name: 'aiperf',
    label: 'AIPerf 0.13.0',
    interTokenMean: 'requests',
    run: runAiperf,
    environment: aiperfEnvironment(),
  },
  {
    name: 'guidellm',
    label: 'guidellm 0.8.1',
    interTokenMean: 'requests',
    run: runGuidellm,
    environment: guidellmEnvironment(),
  },
  {
    name: 'vllm-bench',
    label: 'vllm bench serve 0.32.0',
    interTokenMean: 'gaps',
    run: runVllmBench,
    environment: vllmBenchEnvironment(),
  },
];
