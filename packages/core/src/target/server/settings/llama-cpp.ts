import { fieldsOf, objectsOf } from './json-parts.ts';
import { MODEL_LIST } from './openai.ts';
import type { SettingsSource } from './settings-source.ts';

/** Of default_generation_settings the context, which is that of a slot, stands beside the defaults of requests. */
function pickProps(json: unknown): unknown {
  const { default_generation_settings: defaults, ...props } = fieldsOf(json);
  const { n_ctx: slotTokens, params, ...rest } = fieldsOf(defaults);
  return {
    ...props,
    ...(slotTokens === undefined ? {} : { n_ctx_per_slot: slotTokens }),
    default_generation_settings: params ?? rest,
  };
}

/** Slots also carry the prompts and parameters of requests, which are no settings of the server. */
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
 * llama.cpp and its forks. `/slots` is answered through the queue of tasks.
 * Source: tools/server/README.md of ggml-org/llama.cpp.
 */
export const llamaCpp: readonly SettingsSource[] = [
  {
    paths: ['/props'],
    pick: pickProps,
    version: 'build_info',
    state: /^is_sleeping$/,
    // Drawn anew at each start, or of the last request where a version shows a slot in place of the defaults.
    ignored:
      /^(?:media_marker|default_generation_settings\.(?:id|id_task|state|is_processing|prompt|next_token.*))$/,
  },
  { paths: ['/slots'], prefix: 'slots', pick: pickSlots, state: /^slots\.(?:busy|n_decoded)$/ },
  MODEL_LIST,
];
