import { fieldsOf, objectsOf, without } from './json-parts.ts';
import type { AskedServer, SettingsSource } from './settings-source.ts';

/** A line of parameters: `num_ctx                        2048`. */
const PARAMETER = /^(?<name>\S+)\s+(?<value>.*\S)\s*$/;

/** Parameters are text, one per line; a name may repeat, such as `stop`. */
function readParameters(text: unknown): Record<string, string | number> {
  const found = new Map<string, string>();
  for (const line of typeof text === 'string' ? text.split('\n') : []) {
    const { name, value } = PARAMETER.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) continue;
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(
    [...found].map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]),
  );
}

function pickShown(json: unknown): unknown {
  const { parameters, ...shown } = without(json, 'tensors', 'projector_info', 'messages');
  return { ...shown, parameters: readParameters(parameters) };
}

/** A model is listed with its tag, and may be requested without the tag `latest`. */
function pickLoaded(json: unknown, { model }: AskedServer): unknown {
  const entries = objectsOf(fieldsOf(json)['models']);
  const tagged = model === undefined || model.includes(':') ? model : `${model}:latest`;
  const main = entries.find(({ name }) => name === tagged);
  return { ...main, names: entries.map(({ name }) => name ?? null) };
}

/**
 * Ollama. `context_length` of the loaded model is what is allocated; in `model_info` it is the limit of the model.
 * Source: docs/api.md of ollama/ollama.
 */
export const ollama: readonly SettingsSource[] = [
  { paths: ['/api/version'], version: 'version' },
  {
    paths: ['/api/ps'],
    prefix: 'loaded',
    pick: pickLoaded,
    // Which models are loaded depends on recent requests.
    state: /^loaded\.(?:names|expires_at)$/,
  },
  {
    paths: ['/api/show'],
    prefix: 'model',
    body: ({ model }) => (model === undefined ? undefined : { model }),
    pick: pickShown,
  },
];
