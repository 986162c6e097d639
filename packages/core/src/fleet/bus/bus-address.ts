import { ConfigError } from '../../spec/error/errors.ts';

/** The address of a bus in its parts. */
export interface BusAddress {
  /** `NAME:PORT` of each server of the bus, at least one. */
  readonly servers: readonly string[];
  /** The servers without secrets, for messages. */
  readonly shown: string;
  readonly isTls: boolean;
  readonly user?: string;
  readonly password?: string;
  /** A user without password. */
  readonly token?: string;
}

const DEFAULT_PORT = '4222';

/** The name or address of a server; an IPv6 address is in brackets. */
const NAME = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$/;

/**
 * Reads the address of a bus: one server, or several of a cluster separated by commas.
 * @throws {ConfigError} when it is no address of a bus; the message holds no password
 */
export function parseBusAddress(text: string): BusAddress {
  const urls = text.split(',').map((part) => readUrl(part.trim()));
  const [first] = urls;
  if (first === undefined) throw invalid();
  const servers = urls.map(({ hostname, port }) => `${hostname}:${port || DEFAULT_PORT}`);
  const isTls = urls.some(({ protocol }) => protocol === 'tls:');
  const scheme = isTls ? 'tls' : 'nats';
  return {
    servers,
    shown: servers.map((server) => `${scheme}://${server}`).join(','),
    isTls,
    ...secretsOf(first),
  };
}

function secretsOf(url: URL): Pick<BusAddress, 'user' | 'password' | 'token'> {
  const user = decoded(url.username);
  if (user === '') return {};
  if (url.password === '') return { token: user };
  return { user, password: decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid();
  }
}

function readUrl(text: string): URL {
  const hasScheme = text.includes('://');
  const withScheme = hasScheme ? text : `nats://${text}`;
  if (!URL.canParse(withScheme)) throw invalid();
  const url = new URL(withScheme);
  // A word alone may be anything, such as the value of another variable.
  if (!hasScheme && url.port === '') throw invalid();
  const isPlain = (url.pathname === '' || url.pathname === '/') && url.search + url.hash === '';
  if (!['nats:', 'tls:'].includes(url.protocol) || !NAME.test(url.hostname) || !isPlain) {
    throw invalid();
  }
  return url;
}

function invalid(): ConfigError {
  return new ConfigError('invalid address of the bus: expected nats://NAME:PORT', {
    help: 'pass the address that loadcell fleet up prints, such as nats://10.0.0.1:4222',
  });
}
