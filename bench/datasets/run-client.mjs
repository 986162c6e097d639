import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../truth/clients/run-command.mjs';
import { CACHE_BLOCK_TOKENS } from './files.mjs';
import { prefixHits } from './prefix-hits.mjs';
import { Recorder } from './recorder.mjs';

/**
 * What a client sent of a file; tokens by the tokenizer of the model.
 * @typedef {object} Sent
 * @property {number} requests
 * @property {number} inputTokens
 * @property {number} outputTokens that it asks for
 * @property {number} demanded requests whose response must have that length
 * @property {number} hitTokens that a cache which drops nothing would serve, one request after another
 * @property {number} [serverHitTokens] by the counters of vLLM; absent without a server
 */

/**
 * Runs a client against a recorder.
 * @param {import('./clients/client.mjs').Client} client
 * @param {Omit<import('./clients/client.mjs').Task, 'url' | 'folder'> & { tokenize: (text: string) => readonly number[], upstream?: string }} task
 * @returns {Promise<Sent>}
 */
export async function runClient(client, { tokenize, upstream, ...task }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-datasets-'));
  const recorder = new Recorder(task.model, tokenize, upstream);
  try {
    const url = await recorder.listen();
    const { words, ...options } = client.command({ ...task, url, folder });
    const before = await serverHits(upstream);
    await runCommand(words, { cwd: folder, ...options });
    const after = await serverHits(upstream);
    const isMeasured = (await client.measured?.(folder)) ?? (() => true);
    const bodies = recorder.bodies.filter((body) => isMeasured(body));
    const prompts = bodies.map(({ prompt }) =>
      typeof prompt === 'string' ? tokenize(prompt) : prompt,
    );
    return {
      requests: bodies.length,
      inputTokens: sum(prompts.map(({ length }) => length)),
      outputTokens: sum(bodies.map(({ maxTokens }) => maxTokens)),
      demanded: bodies.filter(({ isDemanded }) => isDemanded).length,
      hitTokens: prefixHits(prompts, CACHE_BLOCK_TOKENS),
      ...(upstream === undefined ? {} : { serverHitTokens: after - before }),
    };
  } finally {
    recorder.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serverHits(upstream) {
  if (upstream === undefined) return 0;
  const metrics = await (await fetch(new URL('/metrics', upstream))).text();
  return sum(
    metrics
      .split('\n')
      .filter((line) => line.startsWith('vllm:prefix_cache_hits_total'))
      .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1))),
  );
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
