import { MODEL_LIST_PATH } from '../probe/ask-for-models.ts';
import { fieldsOf, objectsOf, pickModel, without } from './json-parts.ts';
import type { SettingsSource } from './settings-source.ts';

/**
 * The list of models. vLLM generates `created` and `permission` anew for each response, so they are not settings.
 * Source: shared/spec/server-metrics.md, section 5.
 */
export const MODEL_LIST: SettingsSource = {
  paths: [MODEL_LIST_PATH],
  pick: (json, asked) => {
    const entries = objectsOf(fieldsOf(json)['data']).map((entry) =>
      without(entry, 'created', 'permission', 'object'),
    );
    return pickModel(entries, 'id', asked);
  },
};

/** Any other server with an OpenAI API. */
export const openai: readonly SettingsSource[] = [MODEL_LIST];
