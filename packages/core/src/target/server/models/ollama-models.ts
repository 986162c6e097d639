import * as z from 'zod';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { expectOk } from './expect-ok.ts';
import type { ModelManager } from './model-manager.ts';
import { waitUntil } from './wait-until.ts';

const ResidentSchema = z.object({
  models: z.array(z.object({ name: z.string(), size: z.number().optional().catch(undefined) })),
});

type Resident = z.infer<typeof ResidentSchema>['models'][number];

/** Ollama: a question without a prompt loads, one that keeps the model for no time unloads. */
class OllamaModels implements ModelManager {
  readonly means = 'ollama';
  readonly #control: ControlClient;
  readonly #boundMs: number;

  constructor(control: ControlClient, boundMs: number) {
    this.#control = control;
    this.#boundMs = boundMs;
  }

  async load(model: string, signal?: AbortSignal): Promise<number> {
    const body = { model, stream: false };
    expectOk(await this.#control.post('/api/generate', body, signal), `load ${model}`);
    return (await this.#find(model, signal))?.size ?? Number.NaN;
  }

  async unload(model: string, signal?: AbortSignal): Promise<void> {
    if ((await this.#find(model, signal)) === undefined) return;
    const body = { model, keep_alive: 0, stream: false };
    expectOk(await this.#control.post('/api/generate', body, signal), `unload ${model}`);
    // It is taken out behind the answer.
    const isOut = async (): Promise<boolean> => (await this.#find(model, signal)) === undefined;
    await waitUntil(isOut, { what: `unload ${model}`, boundMs: this.#boundMs, signal });
  }

  async #find(model: string, signal: AbortSignal | undefined): Promise<Resident | undefined> {
    const response = expectOk(await this.#control.get('/api/ps', signal), 'list what it holds');
    return ResidentSchema.parse(response.json).models.find(({ name }) => name === model);
  }
}

/** @returns undefined when the server is no Ollama */
export async function probeOllama(
  control: ControlClient,
  boundMs: number,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  const response = await control.get('/api/ps', signal);
  const isOllama = isOk(response) && ResidentSchema.safeParse(response.json).success;
  return isOllama ? new OllamaModels(control, boundMs) : undefined;
}
