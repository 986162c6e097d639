import { readFileSync } from 'node:fs';
import path from 'node:path';
import { vllmBenchEnvironment } from './environments.mjs';
import { runCommand } from './run-command.mjs';

/** No look-ups and no telemetry over the network, and no search for an accelerator. */
const ENVIRONMENT = {
  HF_HUB_OFFLINE: '1',
  VLLM_NO_USAGE_STATS: '1',
  DO_NOT_TRACK: '1',
  VLLM_TARGET_DEVICE: 'cpu',
};

/** @param {import('./client.mjs').ClientTask} task @returns {Promise<import('./client.mjs').ClientResult>} */
export async function runVllmBench({ url, model, key, tokenizer, folder, plan }) {
  const { inputTokens, outputTokens, concurrency, requests } = plan;
  const options = {
    '--backend': 'openai-chat',
    '--endpoint': '/v1/chat/completions',
    '--base-url': url,
    '--model': model,
    '--tokenizer': tokenizer,
    '--dataset-name': 'random',
    '--random-input-len': inputTokens,
    '--random-output-len': outputTokens,
    '--num-prompts': requests,
    '--max-concurrency': concurrency,
    '--percentile-metrics': 'ttft,tpot,itl,e2el',
    // A trial request would be captured but not reported.
    '--ready-check-timeout-sec': 0,
    '--result-dir': folder,
    '--result-filename': 'vllm-bench.json',
  };
  const program = path.join(vllmBenchEnvironment().folder, 'bin', 'vllm');
  const switches = ['--ignore-eos', '--save-result', '--disable-tqdm'];
  const { cpuSeconds } = await runCommand(
    [program, 'bench', 'serve', ...switches, ...Object.entries(options).flat().map(String)],
    {
      cwd: folder,
      environment: { ...ENVIRONMENT, ...(key === undefined ? {} : { OPENAI_API_KEY: key }) },
    },
  );
  const report = JSON.parse(readFileSync(path.join(folder, 'vllm-bench.json'), 'utf8'));
  return {
    cpuSeconds,
    requests: report.completed,
    timeToFirstTokenMs: report.mean_ttft_ms,
    endMs: report.mean_e2el_ms,
    interTokenMs: report.mean_itl_ms,
  };
}
