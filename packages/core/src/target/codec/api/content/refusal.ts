import type { ApiName } from '../../../../spec/api-name.ts';
import { ConfigError } from '../../../../spec/error/errors.ts';

/**
 * Fails, since an API cannot carry what a request asks for.
 * @param what the content, as a plural such as `pictures`
 * @param help what to do, such as which API to use
 */
export function refuse(api: ApiName, what: string, help: string): never {
  throw new ConfigError(`api "${api}" cannot carry ${what}`, { help });
}
