import { fieldsOf, objectsOf } from './json-parts.ts';
import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/** default_generation_settings contains the context length of a slot besides the request defaults. */
function pickProps(json: unknown): unknown {
  const { default_generation_settings: defaults, ...props } = fieldsOf(json);
  const { n_ctx: slotTokens, params, ...rest } = fieldsOf(defaults);
  return {
    ...props,
    ...(slotTokens === undefined ? {} : { n_ctx_per_slot: slotTokens }),
    default_generation_settings: params ?? rest,
  };
}

/** Slots also contain prompts and parameters of requests, which are not settings of the server. */
function pickSlots(json: unknown): unknown {
  const slots = objectsOf(json);
  if (slots.length === 0) return undefined;
  const busy = slots.filter(({ is_processing: isBusy, state }) =>
    isBusy === undefined ? state !== 0 && state !== undefined : isBusy === true,
  );
  const decoded = slots.map(({ next_token: next }) => {
    const [fields = next] = Array.isArray(next) ? [...next] : [];
    return fieldsOf(fields)['n_decoded'] ?? null;
  });
  return {
    count: slots.length,
    n_ctx: slots.map(({ n_ctx: tokens }) => tokens ?? null),
    busy: busy.length,
    n_decoded: decoded,
  };
}

/**
 * llama.cpp and its forks. `/slots` goes through the task queue.
 * Source: tools/server/README.md of ggml-org/llama.cpp.
 */
export const llamaCpp: readonly SettingsSource[] = [
  {
    paths: ['/props'],
    pick: pickProps,
    version: 'build_info',
    state: /^is_sleeping$/,
    // Random at each start, or values of the last request in versions that show a slot instead of the defaults.
    ignored:
      /^(?:media_marker|default_generation_settings\.(?:id|id_task|state|is_processing|prompt|next_token.*))$/,
  },
  { paths: ['/slots'], prefix: 'slots', pick: pickSlots, state: /^slots\.(?:busy|n_decoded)$/ },
  MODEL_LIST,
];
