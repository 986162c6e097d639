import { readFileSync } from 'node:fs';
import path from 'node:path';
import { aiperfEnvironment } from './environments.mjs';
import { runCommand } from './run-command.mjs';

/** @param {import('./client.mjs').ClientTask} task @returns {Promise<import('./client.mjs').ClientResult>} */
export async function runAiperf({ url, model, key, tokenizer, folder, plan }) {
  const { inputTokens, outputTokens, concurrency, requests } = plan;
  const artifacts = path.join(folder, 'aiperf');
  const options = {
    '--model': model,
    '--url': url,
    '--endpoint-type': 'chat',
    '--tokenizer': tokenizer,
    '--concurrency': concurrency,
    '--request-count': requests,
    '--isl': inputTokens,
    '--isl-stddev': 0,
    '--osl': outputTokens,
    '--osl-stddev': 0,
    '--extra-inputs': 'ignore_eos:true',
    '--output-artifact-dir': artifacts,
    '--ui': 'none',
    ...(key === undefined ? {} : { '--api-key': key }),
  };
  const program = path.join(aiperfEnvironment().folder, 'bin', 'aiperf');
  const { cpuSeconds } = await runCommand(
    [program, 'profile', '--streaming', ...Object.entries(options).flat().map(String)],
    { cwd: folder },
  );
  const report = JSON.parse(
    readFileSync(path.join(artifacts, 'profile_export_aiperf.json'), 'utf8'),
  );
  return {
    cpuSeconds,
    requests: report.request_count.avg,
    timeToFirstTokenMs: report.time_to_first_token.avg,
    endMs: report.request_latency.avg,
    interTokenMs: report.inter_token_latency.avg,
  };
}
