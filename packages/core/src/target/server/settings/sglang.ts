import { fieldsOf, objectsOf } from './json-parts.ts';
import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/** Drops scheduler state that only repeats server arguments. */
function pickInfo(json: unknown): unknown {
  const { internal_states: states, ...info } = fieldsOf(json);
  const ranks = objectsOf(states).map((state) =>
    Object.fromEntries(
      Object.entries(state).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(info[name]),
      ),
    ),
  );
  return { ...info, ...(ranks.length === 0 ? {} : { internal_states: ranks }) };
}

/**
 * SGLang. Older versions have the paths with `get_`. Some responses wait for the scheduler, so none is read during a
 * measurement.
 * Source: python/sglang/srt/entrypoints/http_server.py.
 */
export const sglang: readonly SettingsSource[] = [
  {
    paths: ['/server_info', '/get_server_info'],
    pick: pickInfo,
    version: 'version',
    state:
      /^internal_states\[\d+\]\.(?:last_gen_throughput|avg_spec_accept_length|step_time_dict|.*load).*$|(?:^|\.)random_seed$/,
  },
  { paths: ['/model_info', '/get_model_info'], prefix: 'model_info' },
  { paths: ['/v1/loads', '/get_load'], prefix: 'load', state: /./ },
  MODEL_LIST,
];
