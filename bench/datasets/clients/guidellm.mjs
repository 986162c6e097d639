import path from 'node:path';
import { guidellmEnvironment } from '../../truth/clients/environments.mjs';

/** @param {import('./client.mjs').Task} task @returns {import('./client.mjs').Command} */
export function guidellmCommand({ kind, file, requests, url, model, tokenizer, folder }) {
  const source = { kind: 'json_file', path: file };
  const options = {
    '--backend': `kind=openai_http,target=${url},model=${model},request_format=/v1/completions`,
    '--tokenizer': `kind=huggingface_auto,model=${tokenizer}`,
    '--output': `kind=json,path=${path.join(folder, 'guidellm.json')}`,
    ...(kind === 'trace'
      ? {
          '--profile': 'kind=replay',
          // It takes the times of the file for seconds.
          '--data': JSON.stringify({ kind: 'mooncake', time_scale: 0.001, source }),
        }
      : {
          '--profile': 'kind=synchronous',
          '--constraint': `kind=max_requests,count=${requests}`,
          '--data': JSON.stringify(source),
          '--data-column-mapper': JSON.stringify({
            kind: 'generative_column_mapper',
            column_mappings: {
              text_column: 'prompt',
              output_tokens_count_column: 'output_tokens',
            },
          }),
        }),
  };
  const program = path.join(guidellmEnvironment().folder, 'bin', 'guidellm');
  return {
    words: [program, 'run', '--disable-console', ...Object.entries(options).flat()],
    environment: { HF_HUB_OFFLINE: '1' },
  };
}
