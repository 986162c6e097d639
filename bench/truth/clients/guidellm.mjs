import { readFileSync } from 'node:fs';
import path from 'node:path';
import { guidellmEnvironment } from './environments.mjs';
import { runCommand } from './run-command.mjs';

/** @param {import('./client.mjs').ClientTask} task @returns {Promise<import('./client.mjs').ClientResult>} */
export async function runGuidellm({ url, model, key, tokenizer, folder, plan }) {
  const { inputTokens, outputTokens, concurrency, requests } = plan;
  const output = path.join(folder, 'guidellm.json');
  const backend = [
    `kind=openai_http,target=${url},model=${model}`,
    ...(key === undefined ? [] : [`api_key=${key}`]),
  ];
  const options = {
    '--backend': backend.join(','),
    '--profile': `kind=concurrent,streams=${concurrency}`,
    '--constraint': `kind=max_requests,count=${requests}`,
    '--tokenizer': `kind=huggingface_auto,model=${tokenizer}`,
    '--data': `kind=synthetic_text,prompt_tokens=${inputTokens},output_tokens=${outputTokens}`,
    '--output': `kind=json,path=${output}`,
  };
  const program = path.join(guidellmEnvironment().folder, 'bin', 'guidellm');
  const { cpuSeconds } = await runCommand(
    [program, 'run', '--disable-console', ...Object.entries(options).flat()],
    { cwd: folder, environment: { HF_HUB_OFFLINE: '1' } },
  );
  const [{ metrics }] = JSON.parse(readFileSync(output, 'utf8')).benchmarks;
  return {
    cpuSeconds,
    requests: metrics.request_totals.successful,
    timeToFirstTokenMs: metrics.time_to_first_token_ms.successful.mean,
    endMs: metrics.request_latency.successful.mean * 1000,
    interTokenMs: metrics.inter_token_latency_ms.successful.mean,
  };
}
