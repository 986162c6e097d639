import * as z from 'zod';
import type { ModelApi } from './model-api.ts';
import type { ModelManager } from './model-manager.ts';

const LIST_PATH = '/api/ps';
const GENERATE_PATH = '/api/generate';

const ResidentSchema = z.object({
  models: z.array(z.object({ name: z.string(), size: z.number().optional().catch(undefined) })),
});

type Resident = z.infer<typeof ResidentSchema>['models'][number];

/** Ollama: a request without a prompt loads a model, and one with `keep_alive: 0` unloads it. */
class OllamaModels implements ModelManager {
  readonly means = 'ollama';
  readonly #api: ModelApi;

  constructor(api: ModelApi) {
    this.#api = api;
  }

  async load(model: string, signal?: AbortSignal): Promise<number> {
    await this.#api.send(GENERATE_PATH, { model, stream: false }, `load ${model}`, signal);
    return (await this.#find(model, signal))?.size ?? Number.NaN;
  }

  async unload(model: string, signal?: AbortSignal): Promise<void> {
    const what = `unload ${model}`;
    const isDone = async (): Promise<boolean> => (await this.#find(model, signal)) === undefined;
    if (await isDone()) return;
    await this.#api.send(GENERATE_PATH, { model, keep_alive: 0, stream: false }, what, signal);
    // Ollama unloads the model after it has responded.
    await this.#api.waitFor({ what, isDone, signal });
  }

  async #find(model: string, signal: AbortSignal | undefined): Promise<Resident | undefined> {
    const what = 'list its loaded models';
    const { models } = await this.#api.read(LIST_PATH, ResidentSchema, what, signal);
    return models.find(({ name }) => name === model);
  }
}

/** @returns undefined when the server is not Ollama */
export async function probeOllama(
  api: ModelApi,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  return (await api.has(LIST_PATH, ResidentSchema, signal)) ? new OllamaModels(api) : undefined;
}
