import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes the configuration of a gateway for one model of one server; JSON is valid YAML.
 * @param {{ folder: string, model: string, upstream: string, key: string }} settings
 * @returns {string} the file
 */
export function writeGatewayConfig({ folder, model, upstream, key }) {
  const file = path.join(folder, 'gateway.yaml');
  const apiBase = `${upstream.replace(/\/(?:v1\/?)?$/, '')}/v1`;
  const config = {
    model_list: [
      {
        model_name: model,
        litellm_params: { model: `hosted_vllm/${model}`, api_base: apiBase, api_key: 'unused' },
      },
    ],
    general_settings: { master_key: key },
  };
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}
