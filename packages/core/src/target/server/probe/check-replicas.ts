import { ConfigError } from '../../../spec/error/errors.ts';
import { TargetError } from '../../errors.ts';
import { TransportError } from '../../transport/transport-error.ts';
import type { TransportFactory } from '../../transport/transport.ts';
import { parseEndpoint } from '../session/endpoint.ts';
import { HttpSession } from '../session/http-session.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { findServer, type FoundServer } from './find-server.ts';
import { unreached } from './unreached.ts';

/** The options of one replica by itself. */
export function optionsAlone(options: HttpTargetOptions, url: string): HttpTargetOptions {
  const { replicas: _, ...alone } = options;
  return { ...alone, url };
}

/**
 * Reaches every replica besides the first, and checks that they serve the same: figures over unlike servers are of neither.
 * @param first as the first replica was found
 * @throws {TargetError} when one does not respond, by its URL; `REPLICAS_DIFFER` when one is of another product or version, or
 * lacks a model; what it refuses with
 */
export async function checkReplicas(
  first: FoundServer,
  options: HttpTargetOptions,
  makeTransport: TransportFactory,
  signal?: AbortSignal,
): Promise<void> {
  const { urls = [] } = options.replicas ?? {};
  for (const url of urls.slice(1)) {
    const found = await findAlone(optionsAlone(options, url), makeTransport, signal);
    refuseUnlike({ url: options.url, found: first }, { url, found });
  }
}

async function findAlone(
  options: HttpTargetOptions,
  makeTransport: TransportFactory,
  signal: AbortSignal | undefined,
): Promise<FoundServer> {
  const { url, connectTimeoutMs } = options;
  const endpoint = parseEndpoint(url);
  const session = new HttpSession(options, endpoint, makeTransport);
  try {
    return await findServer(session, options, signal);
  } catch (error) {
    if (error instanceof ConfigError) throw unlike(`does not fit: ${error.summary}`, url);
    if (!(error instanceof TransportError)) throw error;
    throw asTargetError(await unreached({ url, endpoint, connectTimeoutMs }, error));
  } finally {
    await session.transport.close();
  }
}

/** An error of the transport is explained with the URL of the first replica; this one names its own. */
function asTargetError({ summary, code, help }: TransportError): TargetError {
  return new TargetError(summary, { code, ...(help === undefined ? {} : { help }) });
}

interface FoundReplica {
  readonly url: string;
  readonly found: FoundServer;
}

function refuseUnlike(first: FoundReplica, other: FoundReplica): void {
  const one = productOf(first.found);
  const two = productOf(other.found);
  if (one !== two) throw unlike(`is ${two}, and ${first.url} is ${one}`, other.url);
  const [main] = first.found.models.keys();
  if (main !== undefined && !other.found.models.has(main)) {
    throw unlike(`does not serve the model "${main}", and ${first.url} does`, other.url);
  }
}

function productOf({ facts: { product, version } }: FoundServer): string {
  return version === '' || product.includes(version) ? product : `${product} ${version}`;
}

function unlike(how: string, url: string): TargetError {
  return new TargetError(`the replica at ${url} ${how}`, {
    code: 'REPLICAS_DIFFER',
    help: 'measure like servers together: update it, or remove it from target.urls',
  });
}
