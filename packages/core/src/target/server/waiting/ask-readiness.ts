import { TransportError } from '../../transport/transport-error.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';
import type { ControlResponse } from '../session/control-client.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { askForModels, describeResponse } from '../probe/ask-for-models.ts';
import { findHealthPath } from '../probe/find-health-path.ts';
import { reasonOf, type Attempt } from '../probe/unreached.ts';

/** The result of one attempt: a response that waiting will not change, or why there is none yet. */
export type Readiness =
  | { readonly isFinal: true }
  | {
      readonly isFinal: false;
      /** Such as `connection refused` or `GET /health returned 503: "Loading model"`. */
      readonly said: string;
      /** Absent with a response. */
      readonly error?: TransportError;
    };

const FINAL: Readiness = { isFinal: true };

/** Statuses of a server that is still loading its model, or of a proxy in front of it. */
const LOADING_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** Failures that are normal while a server starts; waiting does not fix a certificate or a wrong protocol. */
const STARTING: ReadonlySet<TransportFailureKind> = new Set([
  'refused',
  'unreachable',
  'dns',
  'connect-timeout',
  'reset',
  'closed-early',
  'timeout',
  'socket',
]);

/** A server, and the time limit of an attempt. */
export interface AskedServer {
  readonly attempt: Attempt;
  readonly options: Pick<HttpTargetOptions, 'models' | 'connectTimeoutMs'>;
}

/**
 * Connects once and requests health, where the server reports it, and the list of models.
 * @param session that is not open yet
 * @throws the signal's reason when it is aborted
 */
export async function askReadiness(
  session: HttpSession,
  server: AskedServer,
  signal: AbortSignal,
): Promise<Readiness> {
  try {
    await session.transport.open(1, signal);
    return await askOpened(session, server, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TransportError) return failed(server, error);
    throw error;
  }
}

async function askOpened(
  { control }: HttpSession,
  server: AskedServer,
  signal: AbortSignal,
): Promise<Readiness> {
  const { models, connectTimeoutMs } = server.options;
  const path = await findHealthPath(control, signal);
  const { response: health } = await control.learn(path, { signal });
  if (health !== undefined && isLoading(health)) {
    return { isFinal: false, said: describeResponse(health, `GET ${path}`) };
  }
  const isNeeded = models.length === 0;
  const list = await askForModels(control, { connectTimeoutMs, isNeeded }, signal);
  switch (list.kind) {
    case 'listed':
      return FINAL;
    case 'refused':
      return isLoading(list.response) ? { isFinal: false, said: list.said } : FINAL;
    case 'no-response':
      return isNeeded || health === undefined ? failed(server, list.error) : FINAL;
  }
}

function failed({ attempt }: AskedServer, error: TransportError): Readiness {
  if (!STARTING.has(error.kind)) return FINAL;
  return { isFinal: false, said: reasonOf(attempt, error), error };
}

function isLoading({ status }: ControlResponse): boolean {
  return LOADING_STATUSES.has(status);
}
