import { TargetError } from '../../errors.ts';
import { explainRefusal } from '../failure/explain-refusal.ts';
import type { HttpSession } from '../session/http-session.ts';

/** Statuses that every further request would get: no key, no such path or model, no such method. */
const LASTING: ReadonlySet<number> = new Set([401, 403, 404, 405]);

/** Help where the key is not the problem. */
const PATH_HELP =
  'check the path in --url, target.api and --model; loadcell doctor --url URL shows which paths respond';

/** Whether every further request would get this status. */
export function isLastingStatus(status: number): boolean {
  return LASTING.has(status);
}

/**
 * Requests one token from a server whose list of models does not show that it works.
 * @throws {TargetError} when every request would get the same refusal
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
  const { summary, help = PATH_HELP } = explainRefusal(
    facts.status,
    failure.said ?? '',
    session.key,
    `POST ${path}`,
  );
  throw new TargetError(summary, { code: 'http-4xx', help });
}
