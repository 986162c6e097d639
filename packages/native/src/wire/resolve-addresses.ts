import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddonAddress } from '../addon/addon-wire.ts';
import { WireError } from './wire-error.ts';
import type { WireEndpoint } from './wire-options.ts';

/**
 * The addresses of an endpoint, in the order of the system's resolver, which runs off the JavaScript thread.
 * @throws {WireError} DNS when the name has none, ADDRESS when the URL is not `http:`
 */
export async function resolveAddresses(endpoint: WireEndpoint): Promise<readonly AddonAddress[]> {
  if ('socketPath' in endpoint) return [{ host: '', port: 0, path: endpoint.socketPath }];
  const url = new URL(endpoint.url);
  if (url.protocol !== 'http:') {
    throw new WireError(
      'ADDRESS',
      `invalid URL "${url.protocol}//${url.host}": the wire supports http only.`,
    );
  }
  const port = url.port === '' ? 80 : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) return [{ host, port, path: '' }];
  try {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map(({ address }) => ({ host: address, port, path: '' }));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new WireError(
      'DNS',
      `Cannot resolve ${host} (${reason}). Check the spelling, or use an IP address.`,
      { cause },
    );
  }
}

/**
 * The addresses that have a source address of their family; all of them without sources.
 * @throws {WireError} ADDRESS when none has
 */
export function reachableFrom(
  addresses: readonly AddonAddress[],
  sources: readonly string[],
): readonly AddonAddress[] {
  if (sources.length === 0) return addresses;
  const families = new Set(sources.map(isIP));
  const reachable = addresses.filter(({ host }) => families.has(isIP(host)));
  if (reachable.length > 0) return reachable;
  throw new WireError(
    'ADDRESS',
    `No source address can reach the server: ${sources.join(', ')} ${sources.length === 1 ? 'is' : 'are'} ` +
      `of another family than ${addresses.map(({ host }) => host).join(', ')}. ` +
      'Pass source addresses of that family.',
  );
}
