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
const FOREIGN_PATH = /\/(?:v1\/(?:audio\/translations|images\/.*)|api\/embed(?:dings)?)$/;

/** Further paths of APIs, the longest first: requests always go to the path of the API itself. */
const OTHER_NAMES: readonly NamedApis[] = [
  { apis: ['rerank'], ending: '/v1/rerank' },
  { apis: ['rerank'], ending: '/v2/rerank' },
  { apis: ['rerank'], ending: '/v1/reranking' },
  { apis: ['rerank', 'tei-rerank'], ending: '/rerank' },
  { apis: ['score'], ending: '/v1/score' },
];

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
      help: `pass the URL of the server alone, and --api; APIs: ${API_NAMES.join(', ')}`,
    });
  }
  const named = namedByPath(path);
  if (named === undefined) {
    const other = OTHER_PATHS.find((one) => path.endsWith(one));
    return { url: other === undefined ? full : withoutPath(full, other) };
  }
  const { apis, ending } = named;
  const [only] = apis;
  if (api === undefined && apis.length > 1) {
    throw new ConfigError(
      `target.url ends in "${ending}", the path of apis "${apis.join('" and "')}"`,
      {
        help: `pass --api ${apis.join(' or --api ')}: the second is that of Text Embeddings Inference`,
      },
    );
  }
  if (api !== undefined && !apis.includes(api)) {
    throw new ConfigError(
      `target.url ends in "${ending}", the path of api "${apis.join('" or "')}"; target.api is "${api}"`,
      { help: 'remove target.api, or the path from the URL' },
    );
  }
  return { url: withoutPath(full, ending), api: api ?? only };
}

/** The APIs of a path, and the part of it that names them. */
interface NamedApis {
  readonly apis: readonly [ApiName, ...ApiName[]];
  readonly ending: string;
}

function namedByPath(path: string): NamedApis | undefined {
  const other = OTHER_NAMES.find(({ ending }) => path.endsWith(ending));
  if (other !== undefined) return other;
  const api = API_NAMES.find((name) => path.endsWith(API_PATHS[name]));
  return api === undefined ? undefined : { apis: [api], ending: API_PATHS[api] };
}

/** Removes a path from the end of a URL; a query or a fragment stays, and is refused where the URL is used. */
function withoutPath(url: string, path: string): string {
  const at = url.lastIndexOf(path);
  const rest = url.slice(at + path.length).replace(/^\/+/, '');
  return `${url.slice(0, at)}${rest === '' ? '' : `/${rest}`}`;
}
