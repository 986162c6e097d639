import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aiperfEnvironment } from '../../truth/clients/environments.mjs';

/** Its workers read tokenizers from a cache of the hub only. */
const CACHED = 'local/tiny';
const REVISION = '0'.repeat(40);

/** @param {import('./client.mjs').Task} task @returns {import('./client.mjs').Command} */
export function aiperfCommand({ kind, file, requests, url, model, tokenizer, folder }) {
  const home = path.join(folder, 'hub-home');
  cacheTokenizer(home, tokenizer);
  const options = {
    '--model': model,
    '--url': url,
    '--endpoint-type': 'completions',
    '--tokenizer': CACHED,
    '--extra-inputs': 'ignore_eos:true',
    '--output-artifact-dir': path.join(folder, 'aiperf'),
    '--ui': 'none',
    ...(kind === 'trace'
      ? { '--input-file': file, '--custom-dataset-type': 'mooncake-trace' }
      : {
          '--input-file': ownPrompts(file, folder),
          '--custom-dataset-type': 'single-turn',
          '--concurrency': 1,
          '--request-count': requests,
        }),
  };
  const switches = ['--streaming', ...(kind === 'trace' ? ['--fixed-schedule'] : [])];
  const program = path.join(aiperfEnvironment().folder, 'bin', 'aiperf');
  return {
    words: [program, 'profile', ...switches, ...Object.entries(options).flat().map(String)],
    environment: { HF_HOME: home, HF_HUB_OFFLINE: '1' },
  };
}

/** The same prompts under the keys of AIPerf, which refuses unknown ones. */
function ownPrompts(file, folder) {
  const own = path.join(folder, 'aiperf-prompts.jsonl');
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ prompt, output_tokens: tokens }) =>
      JSON.stringify({ text: prompt, output_length: tokens }),
    );
  writeFileSync(own, `${rows.join('\n')}\n`);
  return own;
}

function cacheTokenizer(home, tokenizer) {
  const folder = path.join(home, 'hub', `models--${CACHED.replace('/', '--')}`);
  const snapshot = path.join(folder, 'snapshots', REVISION);
  mkdirSync(path.join(folder, 'refs'), { recursive: true });
  writeFileSync(path.join(folder, 'refs', 'main'), REVISION);
  cpSync(tokenizer, snapshot, {
    recursive: true,
    filter: (source) => !source.endsWith('.safetensors'),
  });
}
