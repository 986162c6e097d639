import * as z from 'zod';
import { TargetError } from '../../errors.ts';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { expectOk } from './expect-ok.ts';
import type { ModelManager } from './model-manager.ts';
import { waitUntil } from './wait-until.ts';

const StatusSchema = z.object({
  value: z.string(),
  failed: z.boolean().optional().catch(undefined),
  exit_code: z.number().optional().catch(undefined),
});

const ListingSchema = z.object({
  data: z.array(z.object({ id: z.string(), status: StatusSchema })).min(1),
});

type Status = z.infer<typeof StatusSchema>;

/** A llama.cpp server in router mode: it holds several models, each in a process of its own. */
class LlamaRouter implements ModelManager {
  readonly means = 'llama.cpp router';
  readonly #control: ControlClient;
  readonly #boundMs: number;

  constructor(control: ControlClient, boundMs: number) {
    this.#control = control;
    this.#boundMs = boundMs;
  }

  async load(model: string, signal?: AbortSignal): Promise<number> {
    const status = await this.#statusOf(model, signal);
    if (status.value === 'loaded') return Number.NaN;
    if (status.value !== 'loading') {
      expectOk(await this.#control.post('/models/load', { model }, signal), `load ${model}`);
    }
    await this.#waitFor('loaded', model, `load ${model}`, signal);
    return Number.NaN;
  }

  async unload(model: string, signal?: AbortSignal): Promise<void> {
    if ((await this.#statusOf(model, signal)).value === 'unloaded') return;
    expectOk(await this.#control.post('/models/unload', { model }, signal), `unload ${model}`);
    await this.#waitFor('unloaded', model, `unload ${model}`, signal);
  }

  async #waitFor(
    value: 'loaded' | 'unloaded',
    model: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const isSo = async (): Promise<boolean> => {
      const status = await this.#statusOf(model, signal);
      if (value === 'loaded') refuseFailed(model, status);
      return status.value === value;
    };
    await waitUntil(isSo, { what, boundMs: this.#boundMs, signal });
  }

  async #statusOf(model: string, signal: AbortSignal | undefined): Promise<Status> {
    const response = expectOk(await this.#control.get('/models', signal), 'list its models');
    const listing = ListingSchema.safeParse(response.json).data;
    const found = listing?.data.find(({ id }) => id === model);
    if (found !== undefined) return found.status;
    throw new TargetError(`The router does not list the model ${model} at /models any more.`, {
      code: 'NO_MODEL',
    });
  }
}

/** A model that failed to load is unloaded again, and says so. */
function refuseFailed(model: string, { failed, exit_code: exitCode }: Status): void {
  if (failed !== true) return;
  const end = exitCode === undefined ? '' : `: its process ended with ${exitCode}`;
  throw new TargetError(`The server failed to load ${model}${end}. Read its log.`, {
    code: 'LOAD_FAILED',
  });
}

/** @returns undefined when the server is no router of llama.cpp */
export async function probeLlamaRouter(
  control: ControlClient,
  boundMs: number,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  const response = await control.get('/models', signal);
  const isRouter = isOk(response) && ListingSchema.safeParse(response.json).success;
  return isRouter ? new LlamaRouter(control, boundMs) : undefined;
}
