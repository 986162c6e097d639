import type { ApiName } from '../../spec/api-name.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import type { TargetConfig } from '../config-schema.ts';
import { readServerUrl } from './read-server-url.ts';

/**
 * Reads `target.urls`: the first becomes `target.url`, and `urls` stays where there are several.
 * @param api the API that the configuration names; undefined where it does not
 * @throws {ConfigError} when they cannot share a load, or a URL is invalid
 */
export function readReplicas(target: TargetConfig, api: ApiName | undefined): TargetConfig {
  const { urls: written, ...rest } = target;
  if (written === undefined) return target;
  if (target.url !== undefined) {
    throw new ConfigError('target.url cannot be combined with target.urls', {
      help: 'list every server in target.urls',
    });
  }
  const [first = '', ...others] = written.map((one) => readServerUrl(one, api).url);
  if (others.length === 0) return { ...rest, url: written[0] ?? first };
  refuseUnlikeUrls([first, ...others]);
  // The path of an API is taken off later, and sets that API.
  return { ...rest, url: written[0] ?? first, urls: [first, ...others] };
}

function refuseUnlikeUrls(urls: readonly string[]): void {
  const [first, ...others] = urls.map((url) => ({ url, ...parseEndpoint(url) }));
  if (first === undefined) return;
  const seen = new Set([placeOf(first)]);
  for (const other of others) {
    if (other.protocol !== first.protocol || other.basePath !== first.basePath) {
      throw new ConfigError(`target.urls: "${other.url}" and "${first.url}" are unlike`, {
        help: 'use one scheme and one path for all of them',
      });
    }
    if (seen.has(placeOf(other))) {
      throw new ConfigError(`target.urls: "${other.url}" is listed twice`, { help: 'remove one' });
    }
    seen.add(placeOf(other));
  }
}

function placeOf({ hostname, port, socketPath }: ReturnType<typeof parseEndpoint>): string {
  return socketPath ?? `${hostname}:${port}`;
}
