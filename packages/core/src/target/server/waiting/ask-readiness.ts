import { TransportError } from '../../transport/transport-error.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';
import type { ControlResponse } from '../session/control-client.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';
import { askForModels, describeAnswer } from '../probe/ask-for-models.ts';
import { findHealthPath } from '../probe/find-health-path.ts';
import { reasonOf, type Attempt } from '../probe/unreached.ts';

/** What one attempt found: a response that waiting does not change, or why there is none yet. */
export type Readiness =
  | { readonly isFinal: true }
  | {
      readonly isFinal: false;
      /** Such as `connection refused` or `GET /health returned 503: "Loading model"`. */
      readonly said: string;
      /** Absent where there was a response. */
      readonly error?: TransportError;
    };

const FINAL: Readiness = { isFinal: true };

/** What a server that is still loading its model returns, or a proxy before it. */
const LOADING_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** Failures that a server meets while it starts. A certificate or another protocol stays what it is. */
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

/** A server, and how long an attempt may take. */
export interface AskedServer {
  readonly attempt: Attempt;
  readonly options: Pick<HttpTargetOptions, 'models' | 'connectTimeoutMs'>;
}

/**
 * Connects once and asks for the health, where the server reports it, and for the list of models.
 * @param session that was not opened
 * @throws the reason of the signal when it is aborted
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
  const { answer: health } = await control.learn(path, { signal });
  if (health !== undefined && isLoading(health)) {
    return { isFinal: false, said: describeAnswer(health, `GET ${path}`) };
  }
  const isNeeded = models.length === 0;
  const list = await askForModels(control, { connectTimeoutMs, isNeeded }, signal);
  switch (list.kind) {
    case 'listed':
      return FINAL;
    case 'refused':
      return isLoading(list.answer) ? { isFinal: false, said: list.said } : FINAL;
    case 'unanswered':
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
