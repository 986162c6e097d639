import type { ApiName } from '../../../spec/api-name.ts';
import type { HttpSession } from '../session/http-session.ts';
import type { FoundServer } from './find-server.ts';
import { verifyEndpoint } from './verify-endpoint.ts';
import { verifyRequests } from './verify-requests.ts';

/**
 * Checks before a run whether requests can work. A server that lists its models is not sent one, so that it is not warm
 * when the run begins; only its description is read.
 * @throws {TargetError} when it has no endpoint of the API, or refuses the request for a reason that applies to all others
 */
export async function verifyServer(
  session: HttpSession,
  { facts, models }: Pick<FoundServer, 'facts' | 'models'>,
  api: ApiName,
  signal?: AbortSignal,
): Promise<void> {
  if (facts.list.kind === 'listed') return await verifyEndpoint(session.control, api, signal);
  const [model] = models.keys();
  if (model !== undefined) await verifyRequests(session, model, signal);
}
