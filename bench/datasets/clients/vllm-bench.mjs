import path from 'node:path';
import { vllmBenchEnvironment } from '../../truth/clients/environments.mjs';
import { BLOCK_TOKENS } from '../files.mjs';

/** No look-ups and no telemetry over the network, and no search for an accelerator. */
const ENVIRONMENT = {
  HF_HUB_OFFLINE: '1',
  VLLM_NO_USAGE_STATS: '1',
  DO_NOT_TRACK: '1',
  VLLM_TARGET_DEVICE: 'cpu',
};

/** @param {import('./client.mjs').Task} task @returns {import('./client.mjs').Command} */
export function vllmBenchCommand({ kind, file, requests, url, model, tokenizer }) {
  const options = {
    '--backend': 'openai',
    '--endpoint': '/v1/completions',
    '--base-url': url,
    '--model': model,
    '--tokenizer': tokenizer,
    '--dataset-path': file,
    '--num-prompts': requests,
    '--ready-check-timeout-sec': 0,
    ...(kind === 'trace'
      ? {
          '--dataset-name': 'timed_trace',
          // Its defaults are seconds, and 16 tokens an id.
          '--timed-trace-sec-multiplier': 0.001,
          '--timed-trace-chunk-hash-size': BLOCK_TOKENS,
        }
      : { '--dataset-name': 'custom', '--custom-output-len': -1, '--max-concurrency': 1 }),
  };
  const program = path.join(vllmBenchEnvironment().folder, 'bin', 'vllm');
  const switches = ['--ignore-eos', '--disable-tqdm'];
  if (kind === 'prompts') switches.push('--skip-chat-template', '--disable-shuffle');
  return {
    words: [program, 'bench', 'serve', ...switches, ...Object.entries(options).flat().map(String)],
    environment: ENVIRONMENT,
  };
}
