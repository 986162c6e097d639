import { basename, extname, resolve } from 'node:path';
import type { TargetConfig } from '../config/config-schema.ts';
import { isServer } from '../config/is-server.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { EngineTarget } from '../target/engine/engine-target.ts';
import { readApiKey } from '../target/server/session/api-key.ts';
import { readCertificates } from '../target/server/session/certificates.ts';
import { readHeaders } from '../target/server/session/header-values.ts';
import { HttpTarget } from '../target/server/http-target.ts';
import { COMMON_SHAPE } from '../target/codec/request-shape.ts';
import { RequestShapes } from '../target/server/request/request-shapes.ts';
import type { HttpTargetOptions } from '../target/server/http-target-options.ts';
import { createStartedFactory } from './create-started.ts';
import { createTransport } from '../target/transport/create-transport.ts';
import type { TargetFactory } from './target-factory.ts';
import { createNonce } from '../workload/nonce.ts';
import { ensureTinyModels } from '../target/tiny-model/ensure-tiny-models.ts';

/** A model by the name that reports call it. */
export interface NamedModel {
  readonly name: string;
  readonly path: string;
}

/** @throws {ConfigError} when it has a command, which only a server has */
function fileOf(model: TargetConfig['models'][number]): NamedModel {
  if (typeof model === 'string') return { name: basename(model, extname(model)), path: model };
  if ('path' in model) return model;
  throw new ConfigError(`target.models: "${model.name}" has a command and no path.`);
}

/** Models by name: a file without a name of its own takes that of the file, and a number when that is taken. */
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
 * How a server is spoken to; its key comes from the environment and goes nowhere else.
 * @throws {ConfigError} when a variable that should hold a key or a header is not set, or a certificate cannot be read
 */
export async function readServerOptions(
  url: string,
  config: TargetConfig,
  nonce: string = createNonce(),
): Promise<HttpTargetOptions> {
  return { url, ...(await readHttpOptions(config, nonce)) };
}

async function readHttpOptions(
  config: TargetConfig,
  nonce: string,
): Promise<Omit<HttpTargetOptions, 'url'>> {
  const { values: headers, secrets } = readHeaders(process.env, config.headers);
  // Who asks with a header of their own does not ask with the key of the default variable.
  const hasOwnKey = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const apiKey = hasOwnKey ? undefined : readApiKey(process.env, config.apiKeyEnv);
  return {
    nonce,
    models: config.models.map((model) => (typeof model === 'string' ? model : model.name)),
    api: config.api,
    isStreamed: config.stream,
    managesModels: config.manageModels,
    maxConcurrency: config.maxConcurrency ?? Infinity,
    connectTimeoutMs: config.connectTimeout,
    requestTimeoutMs: config.requestTimeout,
    headers,
    secrets,
    extraBody: config.extraBody,
    shapes: new RequestShapes({
      ...COMMON_SHAPE,
      maxTokensField: config.maxTokensField,
      asksUsage: config.streamUsage,
    }),
    ...(config.caCertificates.length === 0
      ? {}
      : { caCertificates: await readCertificates(config.caCertificates) }),
    ...(config.pid === undefined ? {} : { pid: config.pid }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(config.apiKeyEnv === undefined ? {} : { apiKeyVariable: config.apiKeyEnv }),
  };
}

/**
 * Resolves the target of a configuration: the models of the embedded default are made when none is configured.
 * @param nonce of the run, for prompts that the target sends to learn of a server; a random one when absent
 * @throws {TargetError} when they cannot be made
 * @throws {ConfigError} when the URL is none, a variable that should hold a key or a header is not set, or a certificate
 * cannot be read
 */
export async function createTargetFactory(
  config: TargetConfig,
  nonce: string = createNonce(),
): Promise<TargetFactory> {
  if (config.url !== undefined) {
    const options = await readServerOptions(config.url, config, nonce);
    return (models = options.models) => new HttpTarget({ ...options, models }, createTransport);
  }
  if (isServer(config))
    return await createStartedFactory(config, await readHttpOptions(config, nonce));
  const embedded = config.engine === 'llama-cpp' && config.models.length === 0;
  const models = embedded ? await ensureTinyModels() : nameModels(config.models);
  const { engine, contextTokens, parallel, gpu, threads } = config;
  return () => new EngineTarget({ engine, models, contextTokens, parallel, gpu, threads });
}
