import type { TargetConfig } from '../../config/config-schema.ts';
import { readServerOptions } from '../../config/target/create-target.ts';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import { findServer } from '../../target/server/probe/find-server.ts';
import { reasonOf } from '../../target/server/probe/unreached.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import { HttpSession } from '../../target/server/session/http-session.ts';
import { createTransport } from '../../target/transport/create-transport.ts';
import { TransportError } from '../../target/transport/transport-error.ts';

/** The model that a run of a server would measure, or why it is not known. */
export type FoundModel =
  | {
      readonly kind: 'found';
      readonly model: string;
      /** Number of models that the server lists. */
      readonly listed: number;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

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
  const session = new HttpSession(options, endpoint, createTransport);
  try {
    const { facts, models } = await findServer(session, options, signal);
    const [model = ''] = models.keys();
    return { kind: 'found', model, listed: facts.models.length };
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
