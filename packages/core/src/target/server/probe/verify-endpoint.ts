import * as z from 'zod';
import { API_NAMES, API_PATHS, type ApiName } from '../../../spec/api-name.ts';
import { TargetError } from '../../errors.ts';
import type { ControlClient } from '../session/control-client.ts';

/** Where servers describe all of their paths. */
const DESCRIPTION_PATH = '/openapi.json';

const DescriptionSchema = z.object({ paths: z.record(z.string(), z.unknown()) });

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
  const { response: described } = await control.learn(DESCRIPTION_PATH, { signal });
  const { data } = DescriptionSchema.safeParse(described?.json);
  const paths = Object.keys(data?.paths ?? {});
  const has = (one: ApiName): boolean => paths.some((known) => known.endsWith(API_PATHS[one]));
  const others = API_NAMES.filter(has);
  if (others.length === 0 || has(api)) return;
  throw new TargetError(`the server has no ${path}`, {
    code: 'NO_API',
    help: `set target.api to one that it has: ${others.join(', ')}`,
  });
}
