import { API_NAMES, API_PATHS } from '../../../spec/api-name.ts';
import type { HttpSession } from '../session/http-session.ts';
import { findServedApis } from '../probe/served-apis.ts';
import type { FailedRequest } from './finished-request.ts';

/** Statuses of a missing path or method. */
const ABSENT: ReadonlySet<number> = new Set([404, 405]);

/** Adds to a refusal of a path which APIs the server lists instead, where it lists them. */
export async function nameServedApis(
  { control }: Pick<HttpSession, 'control'>,
  finished: FailedRequest,
): Promise<FailedRequest> {
  const { failure, written } = finished;
  if (written === undefined || !ABSENT.has(failure.status ?? Number.NaN)) return finished;
  const served = await findServedApis(control);
  const api = API_NAMES.find((name) => name === written.api);
  if (served === undefined || api === undefined || served.includes(api)) return finished;
  const [first = ''] = served;
  const said = failure.message.replace(/\.$/, '');
  const message = `${said}, and lists no ${API_PATHS[api]}, but ${served.map((name) => API_PATHS[name]).join(', ')}. Pass --api ${first}${others(served)}.`;
  return { ...finished, failure: { ...failure, message } };
}

function others([, ...rest]: readonly string[]): string {
  return rest.length === 0 ? '' : ` (or ${rest.join(', ')})`;
}
