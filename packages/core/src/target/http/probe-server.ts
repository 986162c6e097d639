import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { nowNs } from '../../stream/clock.ts';
import { errorMessageOf } from '../codec/error-message.ts';
import { TargetError } from '../errors.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import { isOk, type ControlAnswer, type ControlClient } from './control-client.ts';

/** How often a server that is still loading its model is asked again. */
const HEALTH_PERIOD_MS = 100;

/** A model as the server lists it. */
export interface ListedModel {
  readonly name: string;
  /** Bytes of its weights; `NaN` where untold. */
  readonly bytes: number;
  /** Tokens that one context of it holds; `NaN` where untold. */
  readonly contextTokens: number;
}

/** What a server tells of itself. */
export interface ServerFacts {
  readonly kind: 'llama.cpp' | 'vllm' | 'ollama' | 'openai';
  readonly version: string;
  /** Empty when it lists none. */
  readonly models: readonly ListedModel[];
  readonly hasHealth: boolean;
}

const ModelsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.string().optional().catch(undefined),
      max_model_len: z.number().optional().catch(undefined),
      meta: z.object({ size: z.number().optional() }).optional().catch(undefined),
    }),
  ),
});

const PropsSchema = z.object({
  build_info: z.string().optional().catch(undefined),
  default_generation_settings: z
    .object({ n_ctx: z.number().optional() })
    .optional()
    .catch(undefined),
});

const VersionSchema = z.object({ version: z.string() });

/** What a probe depends on: the bound on becoming healthy, and whether models are named, so that a listing is only good to know. */
type ProbeOptions = Pick<HttpTargetOptions, 'requestTimeoutMs' | 'models'>;

/**
 * Waits until the server is healthy, where it says whether it is, and asks what it runs.
 * @throws {TransportError} when it does not respond
 * @throws {TargetError} when it refuses, or does not become healthy
 */
export async function probeServer(
  control: ControlClient,
  { requestTimeoutMs, models }: ProbeOptions,
  signal?: AbortSignal,
): Promise<ServerFacts> {
  const health = await waitUntilHealthy(control, requestTimeoutMs, signal);
  const listing =
    models.length > 0
      ? await learnModels(control, health, signal)
      : await control.get('/v1/models', signal);
  if (listing !== undefined) refuseKeyless(listing);
  const listed =
    listing !== undefined && isOk(listing)
      ? ModelsSchema.safeParse(listing.json).data?.data
      : undefined;
  const props = PropsSchema.safeParse(await getJson(control, '/props', signal)).data;
  const version = VersionSchema.safeParse(await getJson(control, '/version', signal)).data;
  // Only llama.cpp has the settings there; the context is that of a slot, not of the training.
  const slotTokens = props?.default_generation_settings?.n_ctx;
  const owners = new Set(listed?.map((model) => model.owned_by));
  return {
    kind: slotTokens !== undefined || owners.has('llamacpp') ? 'llama.cpp' : kindByOwner(owners),
    version: props?.build_info ?? version?.version ?? listing?.headers.get('server') ?? '',
    models: (listed ?? []).map(({ id, max_model_len, meta }) => ({
      name: id,
      bytes: meta?.size ?? Number.NaN,
      contextTokens: slotTokens ?? max_model_len ?? Number.NaN,
    })),
    hasHealth: health === 'tells',
  };
}

/** How a server responds to `/health`. */
type Health = 'tells' | 'refuses' | 'unanswered';

/** @throws {TransportError} when it has broken off whatever it was asked so far: there is no HTTP server then */
async function learnModels(
  control: ControlClient,
  health: Health,
  signal: AbortSignal | undefined,
): Promise<ControlAnswer | undefined> {
  const { answer, ...failed } = await control.learn('/v1/models', { signal });
  if (health === 'unanswered' && 'error' in failed && failed.error !== undefined)
    throw failed.error;
  return answer;
}

function kindByOwner(owners: ReadonlySet<string | undefined>): ServerFacts['kind'] {
  if (owners.has('vllm')) return 'vllm';
  return owners.has('library') ? 'ollama' : 'openai';
}

async function waitUntilHealthy(
  control: ControlClient,
  boundMs: number,
  signal?: AbortSignal,
): Promise<Health> {
  const untilNs = nowNs() + boundMs * 1e6;
  for (;;) {
    const { answer } = await control.learn('/health', { signal });
    if (answer === undefined) return 'unanswered';
    if (answer.status !== 503) return isOk(answer) ? 'tells' : 'refuses';
    if (nowNs() > untilNs) {
      throw new TargetError(
        `The server still answers 503 to /health after ${boundMs} ms: ${errorMessageOf(answer.json ?? '')}. ` +
          'Expected it to be ready by then: read its log.',
        { code: 'NOT_READY' },
      );
    }
    await delay(HEALTH_PERIOD_MS, undefined, signal === undefined ? {} : { signal });
  }
}

async function getJson(
  control: ControlClient,
  path: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const { answer } = await control.learn(path, { signal });
  return answer !== undefined && isOk(answer) ? answer.json : undefined;
}

function refuseKeyless(answer: ControlAnswer): void {
  if (answer.status !== 401 && answer.status !== 403) return;
  throw new TargetError(
    `The server answered ${answer.status} to /v1/models: ${errorMessageOf(answer.json ?? '')}. ` +
      'It wants another key: set it in the environment variable LOADCELL_API_KEY, or in the one that apiKeyEnv names.',
    { code: 'http-4xx' },
  );
}
