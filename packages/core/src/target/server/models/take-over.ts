import { TargetError } from '../../errors.ts';
import type { ControlClient } from '../session/control-client.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { probeLlamaRouter } from './llama-router.ts';
import { ModelApi } from './model-api.ts';
import type { ModelManager } from './model-manager.ts';
import { probeOllama } from './ollama-models.ts';
import { probeVllmSleep } from './vllm-sleep.ts';

/** Whether models are managed, and the time limit of one load or unload. */
type Management = Pick<HttpTargetOptions, 'managesModels' | 'requestTimeoutMs'>;

const PROBES = [probeLlamaRouter, probeOllama, probeVllmSleep];

/**
 * Where models are managed: finds the API with which the server loads and unloads them, and unloads those under test.
 * @param names of the models under test
 * @returns undefined where the server keeps its models loaded
 * @throws {TargetError} when it has no known API for that, or has one model and several are under test
 */
export async function takeOverModels(
  control: ControlClient,
  names: readonly string[],
  { managesModels = false, requestTimeoutMs }: Management,
  signal?: AbortSignal,
): Promise<ModelManager | undefined> {
  if (!managesModels) return undefined;
  const api = new ModelApi(control, requestTimeoutMs);
  for (const probe of PROBES) {
    const manager = await probe(api, signal);
    if (manager === undefined) continue;
    if (manager.means === 'vllm sleep mode' && names.length > 1) {
      throw new TargetError(
        `vLLM sleeps and wakes as a whole, so it cannot switch between ${names.slice(0, 3).join(', ')}`,
        { code: 'NO_MODEL_MANAGEMENT', help: 'pass one of them with --model' },
      );
    }
    for (const name of names) await manager.unload(name, signal);
    return manager;
  }
  throw new TargetError(
    'the server cannot load and unload models: it is not a llama.cpp router, Ollama, or vLLM in sleep mode',
    {
      code: 'NO_MODEL_MANAGEMENT',
      help: 'remove --manage-models (target.manageModels), or start vLLM with --enable-sleep-mode and VLLM_SERVER_DEV_MODE=1',
    },
  );
}
