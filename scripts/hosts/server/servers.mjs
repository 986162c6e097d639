import path from 'node:path';
import { litellmEnvironment, vllmEnvironment } from '../install/environments.mjs';
import { tinyModel, tinyScorer } from '../install/make-model.mjs';
import { HostsError } from '../hosts-error.mjs';
import { writeGatewayConfig } from './gateway-config.mjs';

/**
 * How to start a server and find that it is ready.
 * @typedef {object} ServerCommand
 * @property {string} program
 * @property {readonly string[]} args
 * @property {string} [folder] that it runs in; the current one when absent
 * @property {Readonly<Record<string, string>>} environment
 * @property {string} model that it serves
 * @property {string} [key] that it requires
 * @property {string} [upstream] URL of the server behind it
 */

/** No look-ups and no telemetry over the network, and what every server needs. */
const OFFLINE = {
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  VLLM_NO_USAGE_STATS: '1',
  DO_NOT_TRACK: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  PYTHONUNBUFFERED: '1',
  // Python keeps the modules that it compiles, also where the user's variable forbids that: vLLM imports 4,900, and
  // each of its starts would take 20 s longer.
  PYTHONDONTWRITEBYTECODE: '',
};
/** A model this small does not gain from a second thread, but waits for it on a busy core. */
const ONE_THREAD = { OMP_NUM_THREADS: '1' };
/**
 * The model runs in the process of its engine, on any core. In separate processes, both yield in a loop while they wait for
 * each other, and on two cores the client and the API wait for them.
 */
const ONE_ENGINE_PROCESS = {
  ...ONE_THREAD,
  VLLM_ENABLE_V1_MULTIPROCESSING: '0',
  VLLM_CPU_OMP_THREADS_BIND: 'nobind',
};
const MODEL = 'tiny';
const CONTEXT_TOKENS = 2_048;
/** Key of the gateway in these tests, without any other use. */
const GATEWAY_KEY = 'sk-loadcell-tests';

const inEnvironment = ({ folder }, program) => path.join(folder, 'bin', program);

/** vLLM with a model that generates text. @returns {ServerCommand} */
function vllm(options) {
  return serveVllm(options, tinyModel(), [
    '--enable-prompt-tokens-details',
    '--enable-auto-tool-choice',
    '--tool-call-parser',
    'hermes',
  ]);
}

/** vLLM with the same model, which returns vectors and their similarities. @returns {ServerCommand} */
function vllmPooling(options) {
  return serveVllm(options, tinyModel(), POOLING);
}

/** vLLM with a classifier of one label, which returns scores of pairs. @returns {ServerCommand} */
function vllmScoring(options) {
  return serveVllm(options, tinyScorer(), POOLING);
}

const POOLING = ['--runner', 'pooling'];

/** @returns {ServerCommand} */
function serveVllm({ address, port }, model, more) {
  // Blocks of the prefix cache are shorter than a prompt, so that a repeated prompt hits it.
  const context = ['--max-model-len', `${CONTEXT_TOKENS}`, '--block-size', '32'];
  return {
    program: inEnvironment(vllmEnvironment(), 'vllm'),
    args: ['serve', model, '--served-model-name', MODEL, '--host', address].concat([
      '--port',
      `${port}`,
      ...context,
      '--enforce-eager',
      ...more,
      '--distributed-executor-backend',
      'uni',
    ]),
    environment: {
      ...OFFLINE,
      ...ONE_ENGINE_PROCESS,
      VLLM_TARGET_DEVICE: 'cpu',
      VLLM_CPU_KVCACHE_SPACE: '1',
    },
    model: MODEL,
  };
}

/** @returns {ServerCommand} */
function litellm({ address, port, upstream, folder }) {
  if (upstream === undefined) throw new HostsError('litellm needs --upstream, the URL of a server');
  const config = writeGatewayConfig({ folder, model: MODEL, upstream, key: GATEWAY_KEY });
  return {
    program: inEnvironment(litellmEnvironment(), 'litellm'),
    args: ['--config', config, '--host', address, '--port', `${port}`],
    environment: {
      ...OFFLINE,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      // A random model repeats the same token, which the gateway would take for a defect.
      REPEATED_STREAMING_CHUNK_LIMIT: '1000000',
    },
    model: MODEL,
    key: GATEWAY_KEY,
    upstream,
  };
}

/** @returns {ServerCommand} */
function transformers({ address, port, folder }) {
  return {
    program: inEnvironment(vllmEnvironment(), 'transformers'),
    // It names a model by its path: from the parent folder, this path is the same on every machine.
    args: ['serve', MODEL, '--host', address, '--port', `${port}`, '--device', 'cpu'],
    folder: path.dirname(tinyModel()),
    // Without a cache of the hub it returns 500 for `GET /v1/models`: a useful case of a server that lists no models.
    environment: { ...OFFLINE, ...ONE_THREAD, HF_HUB_CACHE: path.join(folder, 'no-hub') },
    model: MODEL,
  };
}

const servers = {
  vllm,
  'vllm-pooling': vllmPooling,
  'vllm-scoring': vllmScoring,
  litellm,
  transformers,
};

/**
 * @param {string | undefined} name
 * @param {{ readonly address: string, readonly port: number, readonly upstream?: string, readonly folder: string }} options
 *   where it listens, the URL of the server behind it, and a folder for its files
 * @returns {ServerCommand}
 * @throws {HostsError} when the server is unknown
 */
export function serverCommand(name, options) {
  const make = Object.hasOwn(servers, name ?? '') ? servers[name] : undefined;
  if (make === undefined) {
    const known = Object.keys(servers).join(', ');
    throw new HostsError(`unknown server "${name ?? ''}"; expected one of ${known}`);
  }
  return make(options);
}
