import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MissingError } from '../../suite/bench-error.mjs';
import { tinyModel } from '../../../scripts/hosts/install/make-model.mjs';

const HOSTS = fileURLToPath(new URL('../../../scripts/hosts.mjs', import.meta.url));

/**
 * @typedef {{ url: string, model: string, key?: string, tokenizer: string }} Server
 *
 * Uses the server of --url, or starts and stops vLLM with a tiny model.
 * @template Value
 * @param {{ url?: string, model?: string, tokenizer?: string }} settings
 * @param {(server: Server) => Promise<Value>} use
 * @returns {Promise<Value>}
 */
export async function withServer({ url, model, tokenizer = tinyModel() }, use) {
  if (url !== undefined) {
    const key = process.env.LOADCELL_API_KEY;
    const named = { url: new URL(url).origin, tokenizer, ...(key === undefined ? {} : { key }) };
    return await use({ ...named, model: model ?? (await firstModel(named)) });
  }
  process.stderr.write('truth: starting vLLM\n');
  const child = spawn(process.execPath, [HOSTS, 'start', 'vllm', '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value: line, done } = await lines.next();
    if (done) throw new MissingError('vLLM did not start', 'read its output above');
    return await use({ ...JSON.parse(line), tokenizer });
  } finally {
    child.stdin.end();
    await exited;
  }
}

/** @param {{ url: string, key?: string }} server */
async function firstModel({ url, key }) {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(`${url}/v1/models`, { headers });
  const { data = [] } = await response.json();
  const id = data[0]?.id;
  if (id === undefined) throw new MissingError(`${url} lists no models`, 'pass --model NAME');
  return id;
}
