import { basename, extname, resolve } from 'node:path';
import type { TargetConfig } from '../config-schema.ts';
import { isServer } from './is-server.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { EngineTarget } from '../../target/engine/engine-target.ts';
import { readApiKey } from '../../target/server/session/api-key.ts';
import { readSourceAddresses } from '../../target/server/session/source-addresses.ts';
import { readCertificates } from '../../target/server/session/certificates.ts';
import { readHeaders } from '../../target/server/session/header-values.ts';
import { HttpTarget } from '../../target/server/http-target.ts';
import type { ItemResults } from '../../target/codec/codec.ts';
import { COMMON_SHAPE } from '../../target/codec/request-shape.ts';
import { RequestShapes } from '../../target/server/request/request-shapes.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { chooseSettings, hasTinyModels, type ChosenSettings } from './create-embedded.ts';
import { loadCodec } from './load-codec.ts';
import { createStartedFactory } from './create-started.ts';
import { createTransport } from '../../target/transport/create-transport.ts';
import type { TargetFactory } from './target-factory.ts';
import { createNonce } from '../../workload/nonce.ts';
import { refuseTruncated } from '../../target/engine/llama-cpp/model-file.ts';
import { ensureTinyModels } from '../../target/tiny-model/ensure-tiny-models.ts';

/** A model file, with its name in reports. */
export interface NamedModel {
  readonly name: string;
  readonly path: string;
}

/** @throws {ConfigError} for a model with a command, which needs a server */
function fileOf(model: TargetConfig['models'][number]): NamedModel {
  if (typeof model === 'string') return { name: basename(model, extname(model)), path: model };
  if ('path' in model) return model;
  throw new ConfigError(`target.models: "${model.name}" needs a path`);
}

/** Models by name: a path without a name takes its file name, with a number when that is taken. */
export function nameModels(models: TargetConfig['models']): NamedModel[] {
  const taken = new Set<string>();
  return models.map((model) => {
    const { name: wanted, path } = fileOf(model);
    let name = wanted;
    for (let copy = 2; taken.has(name); copy += 1) name = `${wanted}-${copy}`;
    taken.add(name);
    return { name, path: resolve(path) };
  });
}

/**
 * Reads the connection options of a server. Its key comes from the environment and is only sent to the server.
 * @throws {ConfigError} when the variable of a key or a header is not set, or a certificate cannot be read
 */
export async function readServerOptions(
  url: string,
  config: TargetConfig,
  nonce: string = createNonce(),
): Promise<HttpTargetOptions> {
  const { urls, balance } = config;
  const replicas = urls === undefined || url !== config.url ? {} : { replicas: { urls, balance } };
  return { url, ...replicas, ...(await readHttpOptions(config, nonce)) };
}

async function readHttpOptions(
  config: TargetConfig,
  nonce: string,
): Promise<Omit<HttpTargetOptions, 'url'>> {
  const { values: headers, secrets } = readHeaders(process.env, config.headers);
  // A configured authorization header replaces the key of the default variable.
  const hasOwnKey = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const apiKey = hasOwnKey ? undefined : readApiKey(process.env, config.apiKeyEnv);
  const codec = await loadCodec(config);
  return {
    nonce,
    models: config.models.map((model) => (typeof model === 'string' ? model : model.name)),
    api: config.api,
    ...(codec === undefined ? {} : { codec }),
    isStreamed: config.stream,
    managesModels: config.manageModels,
    maxConcurrency: config.maxConcurrency ?? Infinity,
    connectTimeoutMs: config.connectTimeout,
    requestTimeoutMs: config.requestTimeout,
    headers,
    ...(config.affinity === undefined ? {} : { affinity: config.affinity }),
    secrets,
    extraBody: config.extraBody,
    results: resultsOf(config),
    ...(config.speech === undefined ? {} : { speech: config.speech }),
    shapes: new RequestShapes({
      ...COMMON_SHAPE,
      maxTokensField: config.maxTokensField,
      asksUsage: config.streamUsage,
    }),
    ...(config.sourceAddresses.length === 0
      ? {}
      : { sourceAddresses: await readSourceAddresses(config.sourceAddresses, config.url) }),
    ...(config.caCertificates.length === 0
      ? {}
      : { caCertificates: await readCertificates(config.caCertificates) }),
    ...(config.pid === undefined ? {} : { pid: config.pid }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(config.apiKeyEnv === undefined ? {} : { apiKeyVariable: config.apiKeyEnv }),
  };
}

function resultsOf({ encodingFormat, dimensions, topN }: TargetConfig): ItemResults {
  return {
    ...(encodingFormat === undefined ? {} : { encodingFormat }),
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(topN === undefined ? {} : { topN }),
  };
}

/** Settings of the embedded engine of a configuration, found without starting it; undefined for a server. */
export async function plannedEngine(
  config: TargetConfig,
): Promise<(ChosenSettings & Pick<TargetConfig, 'parallel'>) | undefined> {
  if (isServer(config)) return undefined;
  const { parallel } = config;
  return { parallel, ...(await chooseSettings(config, nameModels(config.models))) };
}

/**
 * Resolves the target of a configuration. Without configured models, the tiny default models are generated.
 * @param nonce of the run, for prompts of probes; random when absent
 * @param mixedModels other models that the load names; a server that lists its models must have them
 * @throws {TargetError} when the default models cannot be generated, or a model file ends early
 * @throws {ConfigError} for an invalid URL, an unset variable of a key or a header, or an unreadable certificate
 */
export async function createTargetFactory(
  config: TargetConfig,
  nonce: string = createNonce(),
  mixedModels: readonly string[] = [],
): Promise<TargetFactory> {
  if (config.url !== undefined) {
    const options = { ...(await readServerOptions(config.url, config, nonce)), mixedModels };
    return (models = options.models) => new HttpTarget({ ...options, models }, createTransport);
  }
  if (isServer(config))
    return await createStartedFactory(config, {
      ...(await readHttpOptions(config, nonce)),
      mixedModels,
    });
  const models = hasTinyModels(config) ? await ensureTinyModels() : nameModels(config.models);
  const { engine, parallel } = config;
  if (engine === 'llama-cpp') await refuseTruncated(models);
  const chosen = await chooseSettings(config, models);
  return () => new EngineTarget({ engine, models, parallel, ...chosen });
}
