import type { TargetConfig } from '../../config/config-schema.ts';
import { readServerOptions } from '../../config/target/create-target.ts';
import { isItemApi, type ApiName } from '../../spec/api-name.ts';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import { findServedApis } from '../../target/server/probe/served-apis.ts';
import { findServer, type FoundServer } from '../../target/server/probe/find-server.ts';
import { TargetError } from '../../target/errors.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { reasonOf } from '../../target/server/probe/unreached.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import { HttpSession } from '../../target/server/session/http-session.ts';
import { createTransport } from '../../target/transport/create-transport.ts';
import { TransportError } from '../../target/transport/transport-error.ts';

const EMBEDDINGS = 'openai-embeddings';

/** The model that a run of a server would measure, or why it is not known. */
export type FoundModel =
  | {
      readonly kind: 'found';
      readonly model: string;
      /** Number of models that the server lists. */
      readonly listed: number;
      /** The API to use instead of the configured one, which the server does not serve; absent where that one works. */
      readonly api?: ApiName;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Whether a server lists only models that embed, and the API is one of text. */
function isForEmbeddings(error: unknown, { api }: HttpTargetOptions): boolean {
  return !isItemApi(api) && error instanceof TargetError && error.code === 'ONLY_EMBEDDINGS';
}

/** The first API that the server lists, or that its model is for, where it is not the configured one. */
async function findApi(
  { control }: HttpSession,
  { api }: HttpTargetOptions,
  { facts, models }: Pick<FoundServer, 'facts' | 'models'>,
  signal: AbortSignal,
): Promise<{ readonly api?: ApiName }> {
  // A gateway lists every path, whatever its models are.
  const served = facts.kind === 'litellm' ? undefined : await findServedApis(control, signal);
  if (served !== undefined) {
    const [first] = served;
    return first === undefined || served.includes(api) ? {} : { api: first };
  }
  const [main] = models.values();
  return main?.generates === false && !isItemApi(api) ? { api: EMBEDDINGS } : {};
}

/**
 * Asks a server for its models, without a request to any of them.
 * @param signal ends the question; the model is then unknown
 * @throws {ConfigError} when the URL is invalid, or the server does not have a configured model
 */
export async function findServerModel(
  config: TargetConfig,
  signal: AbortSignal,
): Promise<FoundModel> {
  const { url } = config;
  if (url === undefined) throw new ConfigError('no server to ask', { help: 'pass --url URL' });
  const endpoint = parseEndpoint(url);
  const options = await readServerOptions(url, config);
  let session = new HttpSession(options, endpoint, createTransport);
  const find = (api = options.api): Promise<FoundServer> =>
    findServer(session, { ...options, api }, signal);
  try {
    const { facts, models } = await find().catch(async (error: unknown) => {
      if (!isForEmbeddings(error, options)) throw error;
      await session.transport.close();
      session = new HttpSession(options, endpoint, createTransport);
      return await find(EMBEDDINGS);
    });
    const [model = ''] = models.keys();
    const api = await findApi(session, options, { facts, models }, signal);
    return { kind: 'found', model, listed: facts.models.length, ...api };
  } catch (error) {
    if (signal.aborted) return { kind: 'unknown', reason: 'no response in time' };
    const { connectTimeoutMs } = options;
    if (error instanceof TransportError) {
      return { kind: 'unknown', reason: reasonOf({ url, endpoint, connectTimeoutMs }, error) };
    }
    if (!(error instanceof LoadcellError) || error instanceof ConfigError) throw error;
    return { kind: 'unknown', reason: error.summary };
  } finally {
    await session.transport.close();
  }
}
