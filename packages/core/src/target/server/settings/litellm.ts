import { fieldsOf, objectsOf, pickModel } from './json-parts.ts';
import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/**
 * LiteLLM proxy. The info paths need an admin key; upstream keys in them are redacted.
 * Source: litellm/proxy/proxy_server.py and health_endpoints.
 */
export const litellm: readonly SettingsSource[] = [
  {
    paths: ['/health/readiness'],
    prefix: 'proxy',
    version: 'proxy.litellm_version',
    state: /^proxy\.(?:last_updated|status|db)$/,
  },
  {
    paths: ['/model/info', '/v1/model/info'],
    prefix: 'info',
    pick: (json, asked) => pickModel(objectsOf(fieldsOf(json)['data']), 'model_name', asked),
    // New at each start for models of the configuration file.
    ignored: /\.model_info\.id$/,
  },
  {
    paths: ['/model_group/info'],
    prefix: 'group',
    pick: (json, asked) => pickModel(objectsOf(fieldsOf(json)['data']), 'model_group', asked),
  },
  MODEL_LIST,
];
