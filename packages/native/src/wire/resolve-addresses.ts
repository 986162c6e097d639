import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AddonAddress } from '../addon/addon-wire.ts';
import { WireError } from './wire-error.ts';
import type { WireEndpoint } from './wire-options.ts';

/**
 * The addresses of an endpoint, in the order of the system's resolver, which works on threads of its own.
 * @throws {WireError} DNS when the name has none, ADDRESS when the URL is not of `http:`
 */
export async function resolveAddresses(endpoint: WireEndpoint): Promise<readonly AddonAddress[]> {
  if ('socketPath' in endpoint) return [{ host: '', port: 0, path: endpoint.socketPath }];
  const url = new URL(endpoint.url);
  if (url.protocol !== 'http:') {
    throw new WireError(
      'ADDRESS',
      `The wire speaks http only, got ${url.protocol}//${url.host}: https goes another way.`,
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
      `The name ${host} has no address (${reason}). Expected a host that the system can resolve: ` +
        'check the spelling, or use an IP address.',
      { cause },
    );
  }
}
