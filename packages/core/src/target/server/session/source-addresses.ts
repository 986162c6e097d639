import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ConfigError } from '../../../spec/error/errors.ts';
import { systemErrorCode } from '../../../spec/error/system-error.ts';
import { parseEndpoint } from './endpoint.ts';

/**
 * Checks that this machine has every source address, and that the server can be reached from one.
 * @param url of the server; undefined for one that Loadcell starts
 * @throws {ConfigError} for an address that it does not have, and when none is of the family of the server
 */
export async function readSourceAddresses(
  addresses: readonly string[],
  url: string | undefined,
): Promise<readonly string[]> {
  for (const address of addresses) await expectOwn(address);
  const family = isIP(url === undefined ? '' : parseEndpoint(url).hostname);
  if (family !== 0 && !addresses.some((address) => isIP(address) === family)) {
    throw new ConfigError(
      `target.sourceAddresses: no IPv${family} address, and the URL is ${url}`,
      { help: `add an IPv${family} address (--source-address)` },
    );
  }
  return addresses;
}

/** The system decides what is its own: all of 127/8 is, and settings can allow more. */
async function expectOwn(address: string): Promise<void> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  try {
    socket.bind({ address, port: 0, exclusive: true });
    await once(socket, 'listening');
  } catch (cause) {
    const reason = systemErrorCode(cause) ?? String(cause);
    throw new ConfigError(
      `target.sourceAddresses: this machine does not have the address "${address}" (${reason})`,
      {
        help: `use one of ${ownAddresses(isIP(address)).join(', ')}, or add it (ip address add)`,
        cause,
      },
    );
  } finally {
    socket.close();
  }
}

function ownAddresses(family: number): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.map(({ address }) => address).filter((address) => isIP(address) === family);
}
