import * as z from 'zod';
import { TargetError } from '../../errors.ts';
import type { ModelApi } from './model-api.ts';
import type { ModelManager } from './model-manager.ts';

const StatusSchema = z.object({
  value: z.string(),
  failed: z.boolean().optional().catch(undefined),
  exit_code: z.number().optional().catch(undefined),
});

const LIST_PATH = '/models';

const ListingSchema = z.object({
  data: z.array(z.object({ id: z.string(), status: StatusSchema })).min(1),
});

type Status = z.infer<typeof StatusSchema>;

/** A llama.cpp server in router mode: it holds several models, each in its own process. */
class LlamaRouter implements ModelManager {
  readonly means = 'llama.cpp router';
  readonly #api: ModelApi;

  constructor(api: ModelApi) {
    this.#api = api;
  }

  async load(model: string, signal?: AbortSignal): Promise<number> {
    const what = `load ${model}`;
    const { value } = await this.#statusOf(model, signal);
    if (value === 'loaded') return Number.NaN;
    if (value !== 'loading') await this.#api.send('/models/load', { model }, what, signal);
    const isDone = async (): Promise<boolean> => {
      const status = await this.#statusOf(model, signal);
      refuseFailed(model, status);
      return status.value === 'loaded';
    };
    await this.#api.waitFor({ what, isDone, signal });
    return Number.NaN;
  }

  async unload(model: string, signal?: AbortSignal): Promise<void> {
    const what = `unload ${model}`;
    const isDone = async (): Promise<boolean> =>
      (await this.#statusOf(model, signal)).value === 'unloaded';
    if (await isDone()) return;
    await this.#api.send('/models/unload', { model }, what, signal);
    await this.#api.waitFor({ what, isDone, signal });
  }

  async #statusOf(model: string, signal: AbortSignal | undefined): Promise<Status> {
    const what = 'list its models';
    const { data } = await this.#api.read(LIST_PATH, ListingSchema, what, signal);
    const found = data.find(({ id }) => id === model);
    if (found !== undefined) return found.status;
    throw new TargetError(`the llama.cpp router no longer lists ${model} at ${LIST_PATH}`, {
      code: 'NO_MODEL',
      help: 'check the server log',
    });
  }
}

/** The router reports a model that failed to load as unloaded, with this mark. */
function refuseFailed(model: string, { failed, exit_code: exitCode }: Status): void {
  if (failed !== true) return;
  const end = exitCode === undefined ? '' : `: its process exited with code ${exitCode}`;
  throw new TargetError(`the server failed to load ${model}${end}`, {
    code: 'LOAD_FAILED',
    help: 'check the server log',
  });
}

/** @returns undefined when the server is not a llama.cpp router */
export async function probeLlamaRouter(
  api: ModelApi,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  return (await api.has(LIST_PATH, ListingSchema, signal)) ? new LlamaRouter(api) : undefined;
}
