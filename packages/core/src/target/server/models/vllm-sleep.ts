import * as z from 'zod';
import type { ModelApi } from './model-api.ts';
import type { ModelManager } from './model-manager.ts';

const STATE_PATH = '/is_sleeping';

const SleepSchema = z.object({ is_sleeping: z.boolean() });

/**
 * vLLM in sleep mode, which has one model: asleep at level 1, its weights are in CPU memory and the memory of the GPU's KV
 * cache is free.
 */
class VllmSleep implements ModelManager {
  readonly means = 'vllm sleep mode';
  readonly #api: ModelApi;

  constructor(api: ModelApi) {
    this.#api = api;
  }

  async load(_model: string, signal?: AbortSignal): Promise<number> {
    await this.#become(false, '/wake_up', 'wake up', signal);
    return Number.NaN;
  }

  async unload(_model: string, signal?: AbortSignal): Promise<void> {
    await this.#become(true, '/sleep?level=1', 'fall asleep', signal);
  }

  async #become(
    asleep: boolean,
    path: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const isDone = async (): Promise<boolean> => (await this.#isSleeping(signal)) === asleep;
    if (await isDone()) return;
    await this.#api.send(path, {}, what, signal);
    await this.#api.waitFor({ what, isDone, signal });
  }

  async #isSleeping(signal: AbortSignal | undefined): Promise<boolean> {
    const what = 'report whether it sleeps';
    return (await this.#api.read(STATE_PATH, SleepSchema, what, signal)).is_sleeping;
  }
}

/** @returns undefined when the server does not report whether it sleeps */
export async function probeVllmSleep(
  api: ModelApi,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  return (await api.has(STATE_PATH, SleepSchema, signal)) ? new VllmSleep(api) : undefined;
}
