import type { TargetDescription, TargetLimitation } from '../target.ts';
import type { ClientClock } from '../../spec/quality/client-calibration.ts';
import type { HttpTargetOptions } from './http-target-options.ts';
import { missingNative } from '../transport/missing-native.ts';
import { limitationsOf } from './limitations.ts';
import type { ModelManager } from './models/model-manager.ts';
import type { ListedModel } from './probe/model-list.ts';
import type { ServerFacts } from './probe/probe-server.ts';
import type { TokenCounter } from './tokens/token-counter.ts';

/** What is known about a server once it was reached. */
export interface ReachedServer {
  readonly facts: ServerFacts;
  /** Under test, the main one first. */
  readonly models: ReadonlyMap<string, ListedModel>;
  readonly counter: TokenCounter;
  readonly pid: number | undefined;
  readonly clock: ClientClock;
  /** Loads and unloads models; undefined where the server keeps them loaded. */
  readonly manager: ModelManager | undefined;
  /** Optional paths that did not respond, with the reason. */
  readonly unlearned: ReadonlyMap<string, string>;
  /** Why the process could not be confirmed as the listener; undefined where it was, or where no process is named. */
  readonly unconfirmed: string | undefined;
}

function mainContextTokens({ models }: ReachedServer): number {
  const [main] = models.values();
  return main?.contextTokens ?? Number.NaN;
}

function listUnlearned(unlearned: ReachedServer['unlearned']): string {
  return [...unlearned].map(([path, failure]) => `${path}: ${failure}`).join('; ');
}

/** Details about the list of models, where the names do not show them. */
function describeList({ facts, models }: ReachedServer): Record<string, string | number> {
  const { list } = facts;
  if (list.kind !== 'listed') return { modelList: list.said };
  const able = facts.models.filter(({ generates }) => generates);
  return models.size < able.length ? { listedModels: able.length } : {};
}

/** The name of the codec that writes the requests. */
function apiOf({ api, codec }: HttpTargetOptions): string {
  return codec?.name ?? api;
}

function describeReplicas({ replicas }: HttpTargetOptions): Record<string, string> {
  return replicas === undefined
    ? {}
    : { replicas: replicas.urls.join(', '), balance: replicas.balance };
}

/** The description of a server before it was reached. */
export function describeUnreached(options: HttpTargetOptions): TargetDescription {
  const { url, api, models } = options;
  return { kind: api, version: '', models, details: { url, api: apiOf(options) } };
}

/** What a report says about a server that was reached, including the clock that timed it. */
export function describeServer(
  options: HttpTargetOptions,
  reached: ReachedServer,
): TargetDescription {
  const contextTokens = mainContextTokens(reached);
  return {
    kind: reached.facts.kind,
    version: reached.facts.version,
    models: [...reached.models.keys()],
    details: {
      product: reached.facts.product,
      url: options.url,
      ...describeReplicas(options),
      api: apiOf(options),
      ...describeList(reached),
      clock: reached.clock,
      tokenCounts: reached.counter.source,
      ...(reached.manager === undefined ? {} : { modelsManagedBy: reached.manager.means }),
      ...(reached.pid === undefined ? {} : { pid: reached.pid }),
      ...(reached.unconfirmed === undefined ? {} : { pidUnconfirmed: reached.unconfirmed }),
      ...(Number.isNaN(contextTokens) ? {} : { contextTokens }),
      ...(reached.unlearned.size === 0 ? {} : { noResponse: listUnlearned(reached.unlearned) }),
    },
  };
}

/** Adds details that became known after the server was reached. */
export function withDetails(
  description: TargetDescription,
  learned: TargetDescription['details'],
): TargetDescription {
  return { ...description, details: { ...description.details, ...learned } };
}

/** What a server that was reached cannot do or report. */
export function limitServer(
  options: HttpTargetOptions,
  reached: ReachedServer,
): TargetLimitation[] {
  const missing = missingNative();
  return limitationsOf({
    ...(missing === undefined ? {} : { missingNative: missing.summary }),
    loadsModels: reached.manager !== undefined,
    hasProcess: reached.pid !== undefined,
    contextTokens: mainContextTokens(reached),
    hasTokenIds: reached.counter.source === 'tokenizer' || options.api === 'llama-completion',
    isStreamed: options.isStreamed,
    api: options.api,
    unconfirmed: reached.unconfirmed,
  });
}
