import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '../../../spec/quantity.ts';
import { nowNs } from '../../../stream/clock.ts';
import { TargetError } from '../../errors.ts';
import { keySituationOf, type KeySituation } from '../session/api-key.ts';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { explainRefusal } from '../failure/explain-refusal.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import {
  askForModels,
  describeResponse,
  MODEL_LIST_PATH,
  wordsOf,
  type ListOutcome,
} from './ask-for-models.ts';
import { findOtherApi } from './find-other-api.ts';
import { findHealthPath } from './find-health-path.ts';
import { identifyServer, type ServerIdentity } from './identify-server.ts';
import type { ListedModel } from './model-list.ts';

/** Period of health checks while a server loads its model, ms. */
const HEALTH_PERIOD_MS = 100;

/** What is known about a server after probing it. */
export interface ServerFacts extends ServerIdentity {
  /** Empty when it lists none. */
  readonly models: readonly ListedModel[];
  /** The result of requesting them. */
  readonly list: ListOutcome;
  readonly hasHealth: boolean;
}

/** Options of a probe: time limits, the API of the run, and named models. */
type ProbeOptions = Pick<
  HttpTargetOptions,
  | 'requestTimeoutMs'
  | 'connectTimeoutMs'
  | 'models'
  | 'api'
  | 'apiKey'
  | 'apiKeyVariable'
  | 'headers'
>;

/**
 * Waits until the server is healthy, where it reports health, and identifies it. A failed list of models is an error only
 * where no model is named.
 * @throws {TransportError} when the server responds to no request
 * @throws {TargetError} when it refuses, or does not become healthy
 */
export async function probeServer(
  control: ControlClient,
  options: ProbeOptions,
  signal?: AbortSignal,
): Promise<ServerFacts> {
  const { requestTimeoutMs, connectTimeoutMs, models: wanted } = options;
  const health = await waitUntilHealthy(control, requestTimeoutMs, signal);
  const isNeeded = wanted.length === 0;
  const list = await askForModels(control, { connectTimeoutMs, isNeeded }, signal);
  if (list.kind === 'no-response' && isNeeded) throw list.error;
  if (list.kind === 'refused' && isNeeded) refuseKeyless(list, keySituationOf(options));
  const identity = await identifyServer(control, list, signal);
  if (list.kind === 'no-response' && !health.hasResponded && !identity.hasResponded)
    throw list.error;
  if (list.kind === 'refused' && isNeeded) await refuseOtherApi(control, list, options.api, signal);
  const models = list.kind === 'listed' ? list.listing.models : [];
  return {
    ...identity,
    // The context length of a llama.cpp server is that of a slot, not that of training.
    models: models.map((model) => ({
      ...model,
      contextTokens: Number.isNaN(identity.slotTokens) ? model.contextTokens : identity.slotTokens,
    })),
    list,
    hasHealth: health.isHealthy,
  };
}

interface Health {
  readonly hasResponded: boolean;
  /** Whether it reports its health at all. */
  readonly isHealthy: boolean;
}

async function waitUntilHealthy(
  control: ControlClient,
  boundMs: number,
  signal?: AbortSignal,
): Promise<Health> {
  const untilNs = nowNs() + boundMs * 1e6;
  const path = await findHealthPath(control, signal);
  for (;;) {
    const { response } = await control.learn(path, { signal });
    if (response === undefined) return { hasResponded: false, isHealthy: false };
    if (response.status !== 503) return { hasResponded: true, isHealthy: isOk(response) };
    if (nowNs() > untilNs) {
      const still = describeResponse(response, `GET ${path}`);
      throw new TargetError(`${still}, for ${formatDuration(boundMs)}`, {
        code: 'NOT_READY',
        help: 'wait until the server has loaded its model, check its log, or raise target.requestTimeout',
      });
    }
    await delay(HEALTH_PERIOD_MS, undefined, signal === undefined ? {} : { signal });
  }
}

type Refused = Extract<ListOutcome, { kind: 'refused' }>;

/** @throws {TargetError} when the server requires a key, or another one */
function refuseKeyless({ response }: Refused, key: KeySituation): void {
  if (response.status !== 401 && response.status !== 403) return;
  const asked = `GET ${MODEL_LIST_PATH}`;
  const { summary, help } = explainRefusal(response.status, wordsOf(response), key, asked);
  throw new TargetError(summary, { code: 'http-4xx', ...(help === undefined ? {} : { help }) });
}

/** @throws {TargetError} when the path does not exist, but another API does */
async function refuseOtherApi(
  control: ControlClient,
  { response, said }: Refused,
  api: HttpTargetOptions['api'],
  signal?: AbortSignal,
): Promise<void> {
  if (response.status !== 404 || !api.startsWith('openai-')) return;
  const other = await findOtherApi(control, signal);
  if (other === undefined) return;
  throw new TargetError(`${said}, but ${other.path} responds`, {
    code: 'NO_API',
    help: `set target.api to "${other.api}", or correct the path in --url: ${MODEL_LIST_PATH} is part of api "${api}"`,
  });
}
