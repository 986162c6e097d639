import { TargetError } from '../../errors.ts';
import type { HttpSession } from '../http-session.ts';
import { KEY_HELP } from './probe-server.ts';

/** Statuses that every further request would meet: no key, no such path or model, no such method. */
const LASTING: ReadonlySet<number> = new Set([401, 403, 404, 405]);

/** Whether a status is one that every further request would meet. */
export function isLastingStatus(status: number): boolean {
  return LASTING.has(status);
}

/**
 * Asks for one token, for a server whose list of models does not show that it can be used.
 * @throws {TargetError} when the response is one that every request would get
 */
export async function verifyRequests(
  session: HttpSession,
  model: string,
  signal?: AbortSignal,
): Promise<void> {
  const messages = [{ role: 'user', content: 'Hello' } as const];
  const question = { model, messages, maxTokens: 1, isGreedy: true };
  const { facts, failure } = await session.ask(question, signal);
  if (failure === undefined || facts.failure !== undefined || !isLastingStatus(facts.status))
    return;
  const { path } = session.prepare(question).request;
  const said = failure.message.replace(/^The server answered \d+:? ?/, '').replace(/\.$/, '');
  throw new TargetError(
    `POST ${path} returned ${facts.status}${said === '' ? '' : `: "${said}"`}`,
    { code: 'http-4xx', help: helpFor(facts.status) },
  );
}

function helpFor(status: number): string {
  return status === 401 || status === 403
    ? KEY_HELP
    : 'check the path in --url, target.api and --model; loadcell doctor --url URL shows which paths respond';
}
