import { isItemApi, type ApiName } from '../../../spec/api-name.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import { explainUnknown, nearestName } from '../../../spec/nearest-name.ts';
import { TargetError } from '../../errors.ts';
import { MODEL_LIST_PATH } from './ask-for-models.ts';
import { unlistedModel, type ListedModel } from './model-list.ts';
import type { ServerFacts } from './probe-server.ts';

/** An error lists at most this many models. */
const MAX_NAMES = 4;

/** The user's choice of models. */
export interface ModelChoice {
  /** Named by the user, the main one first; may be empty. */
  readonly wanted: readonly string[];
  /** Whether models are loaded and unloaded, so that several of them are measured. */
  readonly managesModels: boolean;
  /** The API of the run: some return no text, which models that embed or rank can do. */
  readonly api: ApiName;
}

/**
 * Returns the models under test, the main one first: those named; without names the first listed model that generates text,
 * or all of these where models are managed. For an API without text, models that do not generate come first.
 * @throws {ConfigError} when the server does not have a named model
 * @throws {TargetError} when no model is named and the server lists none that generates
 */
export function chooseModels(
  facts: ServerFacts,
  { wanted, managesModels, api }: ModelChoice,
): ReadonlyMap<string, ListedModel> {
  if (wanted.length > 0) return new Map(wanted.map((name) => [name, findModel(facts, name)]));
  const able = ableModels(facts, api);
  const [first] = able;
  if (first === undefined) throw noModel(facts);
  return new Map((managesModels ? able : [first]).map((model) => [model.name, model]));
}

function ableModels({ models }: ServerFacts, api: ApiName): readonly ListedModel[] {
  if (!isItemApi(api)) return models.filter(({ generates }) => generates);
  // A list may not show which models embed.
  const embedding = models.filter(({ generates }) => !generates);
  return embedding.length > 0 ? embedding : models;
}

/**
 * Finds the model for a name.
 * @param flag the flag that names it
 * @throws {ConfigError} when the server does not have it
 */
export function findModel(facts: ServerFacts, name: string, flag = '--model'): ListedModel {
  const { models } = facts;
  // Without a list the first response decides.
  if (models.length === 0) return unlistedModel(name);
  const listed = models.find((model) => model.name === name);
  if (listed !== undefined) return listed;
  // Ollama reads a name without a tag as the one tagged latest.
  const latest = models.find((model) => model.name === `${name}:latest`);
  if (latest !== undefined) return latest;
  const [only] = models;
  // A llama.cpp server that is not a router serves its one model under any name.
  if (only !== undefined && models.length === 1 && facts.servesAnyName) return { ...only, name };
  throw unknownModel(
    name,
    models.map((model) => model.name),
    flag,
  );
}

function noModel({ list, models }: ServerFacts): TargetError {
  const code = models.length > 0 ? 'ONLY_EMBEDDINGS' : 'NO_MODEL';
  if (models.length > 0) {
    const names = namesOf(models.map(({ name }) => name));
    return new TargetError(
      `the server lists only embedding models at ${MODEL_LIST_PATH}: ${names}`,
      {
        code,
        help: 'pass --api openai-embeddings (or rerank, score) to measure them; for text, start a model that generates it, or pass its name with --model',
      },
    );
  }
  if (list.kind === 'listed') {
    return new TargetError(`the server lists no models at ${MODEL_LIST_PATH}`, {
      code,
      help: 'pass the model name with --model',
    });
  }
  return new TargetError(list.said, {
    code,
    help: 'pass the model with --model, set LOADCELL_API_KEY if the server needs a key, or check its log',
  });
}

/** The error for a name that the server does not have, with the nearest names that it has. */
export function unknownModel(
  name: string,
  known: readonly string[],
  flag = '--model',
): ConfigError {
  const nearest = nearestName(name, known);
  return new ConfigError(explainUnknown('model', name, known, nearest).text, {
    help: `pass ${flag} with a model of the server: ${namesOf(known, nearest)}`,
  });
}

/** The first few names, the nearest one first, and the number of the others. */
function namesOf(names: readonly string[], nearest?: string): string {
  const ordered =
    nearest === undefined ? names : [nearest, ...names.filter((name) => name !== nearest)];
  const shown = ordered.slice(0, MAX_NAMES).join(', ');
  const rest = names.length - MAX_NAMES;
  return rest > 0 ? `${shown} (${rest} more)` : shown;
}
