import { ConfigError } from '../../../spec/error/errors.ts';

/** The parts of a server URL. */
export interface Endpoint {
  readonly protocol: 'http:' | 'https:';
  /** Name or address, an IPv6 address without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly socketPath?: string;
  /** Prefix of every path; empty, or with a leading and without a trailing slash. */
  readonly basePath: string;
  /** Value of the Host header. */
  readonly host: string;
}

const EXPECTED = 'expected http://HOST:PORT, https://HOST[:PORT], or unix:/PATH/TO/SOCKET';

const EXAMPLE = 'write it as http://127.0.0.1:8000';

/**
 * Parses the URL of a server. A trailing `/v1` is removed, because every API has its own path.
 * @throws {ConfigError} when it is invalid, or contains credentials, a query or a fragment
 */
export function parseEndpoint(url: string): Endpoint {
  if (url.startsWith('unix:')) return unixEndpoint(url);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    parsed === undefined ||
    (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') ||
    parsed.port === '0'
  ) {
    throw new ConfigError(`invalid server URL "${url}": ${EXPECTED}`, { help: EXAMPLE });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ConfigError('the server URL holds a user name or a password', {
      help: 'remove them, and set the key in LOADCELL_API_KEY',
    });
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw new ConfigError(
      `invalid server URL "${url}": no path can follow a query or a fragment; ${EXPECTED}`,
      { help: EXAMPLE },
    );
  }
  const defaultPort = parsed.protocol === 'https:' ? 443 : 80;
  return {
    protocol: parsed.protocol,
    hostname: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? defaultPort : Number(parsed.port),
    basePath: parsed.pathname.replace(/\/+$/, '').replace(/\/v1$/, ''),
    host: parsed.host,
  };
}

function unixEndpoint(url: string): Endpoint {
  const socketPath = url.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
  if (!socketPath.startsWith('/')) {
    throw new ConfigError(`invalid server URL "${url}": expected the absolute path of a socket`, {
      help: 'write it as unix:/run/server.sock',
    });
  }
  return {
    protocol: 'http:',
    hostname: 'localhost',
    port: 80,
    socketPath,
    basePath: '',
    host: 'localhost',
  };
}
