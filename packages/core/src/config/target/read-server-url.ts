import { API_NAMES, API_PATHS, type ApiName } from '../../spec/api-name.ts';
import { ConfigError } from '../../spec/error/errors.ts';

/** The URL of a server without the path of an API, and the API that the path named. */
export interface ServerUrl {
  readonly url: string;
  /** Absent where the path is of no API. */
  readonly api?: ApiName;
}

/** Paths of a server that are not those of a text API; they are removed. */
const OTHER_PATHS = ['/v1/models', '/v1', '/api/tags', '/health', '/metrics', '/tokenize'];

/** Paths of APIs that Loadcell cannot measure. */
const FOREIGN_PATH =
  /\/(?:v1\/(?:embeddings|rerank|audio\/translations|images\/.*)|api\/embed(?:dings)?|rerank)$/;

/** A host and a port without a scheme. */
const NO_SCHEME = /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:.]+\]):[0-9]+(?:\/|$)/;

/**
 * Reads a URL as people paste it: with the path of an API, with trailing slashes, or without `http://`.
 * @param url as written; an invalid one is returned unchanged and refused where it is used
 * @param api the API that the configuration names; undefined where it does not
 * @throws {ConfigError} when the path is of another API, or of an unsupported one
 */
export function readServerUrl(url: string, api?: ApiName): ServerUrl {
  const written = url.trim();
  const full = NO_SCHEME.test(written) ? `http://${written}` : written;
  if (!/^https?:/i.test(full) || !URL.canParse(full)) return { url: full };
  const path = new URL(full).pathname.replace(/\/+$/, '');
  const foreign = FOREIGN_PATH.exec(path);
  if (foreign !== null) {
    throw new ConfigError(`target.url: cannot measure the API at "${foreign[0]}"`, {
      help: `pass the URL of the server alone; APIs: ${API_NAMES.join(', ')}`,
    });
  }
  const named = API_NAMES.find((name) => path.endsWith(API_PATHS[name]));
  if (named === undefined) {
    const other = OTHER_PATHS.find((one) => path.endsWith(one));
    return { url: other === undefined ? full : withoutPath(full, other) };
  }
  if (api !== undefined && api !== named) {
    throw new ConfigError(
      `target.url ends in "${API_PATHS[named]}", the path of api "${named}"; target.api is "${api}"`,
      { help: 'remove target.api, or the path from the URL' },
    );
  }
  return { url: withoutPath(full, API_PATHS[named]), api: named };
}

/** Removes a path from the end of a URL; a query or a fragment stays, and is refused where the URL is used. */
function withoutPath(url: string, path: string): string {
  const at = url.lastIndexOf(path);
  const rest = url.slice(at + path.length).replace(/^\/+/, '');
  return `${url.slice(0, at)}${rest === '' ? '' : `/${rest}`}`;
}
