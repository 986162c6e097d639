import { API_PATHS, type ApiName } from '../../../spec/api-name.ts';
import { TargetError } from '../../errors.ts';
import type { ControlClient } from '../session/control-client.ts';
import { findServedApis } from './served-apis.ts';

const NOT_FOUND = 404;

/**
 * Checks that a server has the endpoint of an API, without generating text: some servers know no GET at the path of an
 * endpoint that they have, so only their own description shows that it is missing.
 * @throws {TargetError} when the server describes other endpoints and not this one
 */
export async function verifyEndpoint(
  control: ControlClient,
  api: ApiName,
  signal?: AbortSignal,
): Promise<void> {
  const path = API_PATHS[api];
  const { response: asked } = await control.learn(path, { signal });
  if (asked?.status !== NOT_FOUND) return;
  const served = await findServedApis(control, signal);
  if (served === undefined || served.includes(api)) return;
  throw new TargetError(`the server has no ${path}`, {
    code: 'NO_API',
    help: `set target.api to one that it has: ${served.join(', ')}`,
  });
}
