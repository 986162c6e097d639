import * as z from 'zod';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { expectOk } from './expect-ok.ts';
import type { ModelManager } from './model-manager.ts';
import { waitUntil } from './wait-until.ts';

const SleepSchema = z.object({ is_sleeping: z.boolean() });

/**
 * vLLM in sleep mode, which has one model: asleep at level 1 its weights wait in the memory of the machine and the
 * cache of its GPU is given back.
 */
class VllmSleep implements ModelManager {
  readonly means = 'vllm sleep mode';
  readonly #control: ControlClient;
  readonly #boundMs: number;

  constructor(control: ControlClient, boundMs: number) {
    this.#control = control;
    this.#boundMs = boundMs;
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
    if ((await this.#isSleeping(signal)) === asleep) return;
    expectOk(await this.#control.post(path, {}, signal), what);
    const isSo = async (): Promise<boolean> => (await this.#isSleeping(signal)) === asleep;
    await waitUntil(isSo, { what, boundMs: this.#boundMs, signal });
  }

  async #isSleeping(signal: AbortSignal | undefined): Promise<boolean> {
    const response = expectOk(await this.#control.get('/is_sleeping', signal), 'say if it sleeps');
    return SleepSchema.parse(response.json).is_sleeping;
  }
}

/** @returns undefined when the server does not say whether it sleeps */
export async function probeVllmSleep(
  control: ControlClient,
  boundMs: number,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  const response = await control.get('/is_sleeping', signal);
  const canSleep = isOk(response) && SleepSchema.safeParse(response.json).success;
  return canSleep ? new VllmSleep(control, boundMs) : undefined;
}
